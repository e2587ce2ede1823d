import type { Lab, ParameterValues } from '@sharpness-lab/core';
import type { Chart } from '../chart.ts';
import { type CircleData, circle } from '../charts/circle.ts';
import { learningCurves } from '../curves.ts';
import type { Run, RunGroup } from '../runs/run.ts';
import { type NetworkPicture, networkPictures } from './network-pictures.ts';

/** What is drawn of a study, as data. */
export interface StudyPictures {
  /** In their order. */
  readonly panels: readonly PanelPictures[];
  /** Runs beside each other; not drawn where there are runs of one setting only. */
  readonly comparison?: {
    readonly name: string;
    readonly title: string;
    readonly metrics: readonly string[];
    /** What readers are told a training is, by the name of its experiment; others are left out. */
    readonly labels: Readonly<Record<string, string>>;
  };
  /** A drawing that needs no runs. */
  readonly circle?: CircleData;
}

/** What a panel shows, from whichever of its runs there are. */
export interface PanelPictures {
  readonly name: string;
  readonly title: string;
  /** The name of the experiment whose runs it is about. */
  readonly experiment: string;
  /** What is drawn over epochs, as far as a run has measured it. */
  readonly metrics: readonly string[];
  /** What is drawn of the network that the first finished run ends with. */
  readonly network: readonly NetworkPicture[];
}

/**
 * The charts of a study.
 *
 * @param groups those named like the experiments count, others are passed over
 * @param weights the final weights of a finished run
 * @param lab with the plugins of the runs, to draw their data anew and to ask their models for activations; without it
 * there are no activation matrices
 * @returns none where nothing was measured
 */
export function studyCharts(
  { panels, comparison, circle: drawing }: StudyPictures,
  groups: readonly RunGroup[],
  weights: (run: Run) => ParameterValues,
  lab?: Lab,
): Chart[] {
  return [
    ...(drawing === undefined ? [] : [circle(drawing)]),
    ...panels.flatMap((panel) => panelCharts(panel, groups, weights, lab)),
    ...(comparison === undefined ? [] : comparisonOf(comparison, groups)),
  ];
}

function panelCharts(
  { name, title, experiment, metrics, network }: PanelPictures,
  groups: readonly RunGroup[],
  weights: (run: Run) => ParameterValues,
  lab: Lab | undefined,
): Chart[] {
  const ofPanel = groups.filter(({ runs }) => runs.some(({ config }) => config.name === experiment));
  const curves = curvesOf(`${name}-curves`, title, ofPanel, metrics);
  const run = ofPanel.flatMap(({ runs }) => runs).find(({ result }) => result?.status === 'completed');
  if (run === undefined || network.length === 0) return curves;
  const trained = { run, parameters: weights(run), lab };
  const pictures = network.flatMap((kind) => {
    const { subject, draw } = networkPictures[kind];
    return draw(trained, { name: `${name}-${kind}`, title: `${title}: ${subject} (seed ${run.config.seed})` }) ?? [];
  });
  return [...curves, ...pictures];
}

function comparisonOf(
  { name, title, metrics, labels }: NonNullable<StudyPictures['comparison']>,
  groups: readonly RunGroup[],
): Chart[] {
  const labelled = groups.flatMap((group) => labelledGroup(group, labels));
  return labelled.length > 1 ? curvesOf(name, title, labelled, metrics) : [];
}

/** A group of trainings whose label says what they are: readers of a picture do not know what `fig4b` is. */
function labelledGroup(group: RunGroup, labels: Readonly<Record<string, string>>): RunGroup[] {
  // Runs of one setting are one group, whatever they are called.
  const known = group.runs.some(({ config }) => Object.hasOwn(labels, config.name));
  if (!known || group.config.phases.length === 0) return [];
  const { name } = group.config;
  return [{ ...group, label: group.label.replace(name, labels[name] ?? name) }];
}

/** A chart of those of the metrics that were measured in training; none where that is none of them. */
function curvesOf(name: string, title: string, groups: readonly RunGroup[], metrics: readonly string[]): Chart[] {
  const points = groups.flatMap(({ runs }) => runs.flatMap(({ measurements }) => measurements));
  const measured = metrics.filter((metric) =>
    points.some(({ epoch, values }) => epoch > 0 && Number.isFinite(values[metric])),
  );
  return measured.length > 0 ? [learningCurves(groups, { name, title, metrics: measured })] : [];
}
