import { type Lab, LabError, type ParameterValues } from '@sharpness-lab/core';
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
  /** What is drawn of the network at the end of its longest training: of several, that of the first seed. */
  readonly network: readonly NetworkPicture[];
}

/** What the charts of a study are made from. */
export interface StudyMaterial {
  /** Those named like the experiments count, others are passed over. */
  readonly groups: readonly RunGroup[];
  /** The final weights of a finished run. */
  readonly weights: (run: Run) => ParameterValues;
  /**
   * With the plugins of the runs, to draw their data anew and to ask their models for activations; without it there are
   * no activation matrices.
   */
  readonly lab: Lab | undefined;
  /** Gets a message for each picture of a network whose data or model cannot be made anew. */
  readonly leftOut: (message: string) => void;
}

/**
 * The charts of a study.
 *
 * @returns none where nothing was measured
 */
export async function studyCharts(
  { panels, comparison, circle: drawing }: StudyPictures,
  material: StudyMaterial,
): Promise<Chart[]> {
  const ofPanels = await Promise.all(panels.map((panel) => panelCharts(panel, material)));
  return [
    ...(drawing === undefined ? [] : [circle(drawing)]),
    ...ofPanels.flat(),
    ...(comparison === undefined ? [] : comparisonOf(comparison, material.groups)),
  ];
}

async function panelCharts(
  { name, title, experiment, metrics, network }: PanelPictures,
  { groups, weights, lab, leftOut }: StudyMaterial,
): Promise<Chart[]> {
  const ofPanel = groups.filter(({ runs }) => runs.some(({ config }) => config.name === experiment));
  const curves = curvesOf(`${name}-curves`, title, ofPanel, metrics);
  const run = longest(ofPanel);
  if (run === undefined || network.length === 0) return curves;
  const trained = { run, parameters: weights(run), lab };
  const pictures = await Promise.all(
    network.map(async (kind) => {
      const { subject, draw } = networkPictures[kind];
      const labels = { name: `${name}-${kind}`, title: `${title}: ${subject} (seed ${run.config.seed})` };
      try {
        return (await draw(trained, labels)) ?? [];
      } catch (error) {
        if (!(error instanceof LabError)) throw error;
        leftOut(`left out: ${subject}, of ${run.dir}: ${error.message}`);
        return [];
      }
    }),
  );
  return [...curves, ...pictures.flat()];
}

/** The first of the runs that were completed after the most epochs. */
function longest(groups: readonly RunGroup[]): Run | undefined {
  const epochs = (run: Run) => (run.result?.status === 'completed' ? run.result.epochs : Number.NEGATIVE_INFINITY);
  const runs = groups.flatMap((group) => group.runs).filter((run) => Number.isFinite(epochs(run)));
  return runs.toSorted((a, b) => epochs(b) - epochs(a))[0];
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
