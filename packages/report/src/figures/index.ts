import type { Lab, ParameterValues } from '@sharpness-lab/core';
import { circleSamples, type Figure, figures, memorizingPicture } from '@sharpness-lab/paper/figures';
import type { Chart } from '../chart.ts';
import { circle } from '../charts/circle.ts';
import { learningCurves } from '../curves.ts';
import type { Run, RunGroup } from '../runs/run.ts';
import { type Picture, pictures } from './pictures.ts';

/** The metrics that the paper's figures plot over epochs, as far as a run has measured them. */
const METRICS = ['train-loss', 'test-loss', 'train-accuracy', 'test-accuracy', 'hessian-trace'];

/** An additional metric of panels with claims about it: the paper bounds it for simplified LayerNorm. */
const furtherMetrics: Readonly<Record<string, readonly string[]>> = {
  fig6a: ['gauss-newton-trace'],
  fig6b: ['gauss-newton-trace'],
};

/** The metrics that show generalization and flatness. */
const COMPARED = ['test-accuracy', 'hessian-trace'];

/** Panels about the final networks of another panel's runs. */
const runsOf: Readonly<Record<string, string>> = { fig2b: 'fig2a' };

/**
 * The charts of a figure of the paper, of one of its panels, or of Table 1, from the existing runs. For each panel
 * there are its learning curves and pictures of the network at the end of the first finished run. Whole figures and the
 * table also have the test accuracy and the Hessian trace of all runs side by side. Figure 3 is a drawing, without
 * runs.
 *
 * @param name `fig1` ... `fig11`, a panel such as `fig4b`, or `table1`
 * @param groups groups with the names of panels are drawn, all others are ignored
 * @param weights returns the final weights of a finished run
 * @param lab with the plugins of the runs, to draw their data again and to compute activations; without it there are no
 *   activation matrices
 * @returns no charts for other names, and none where nothing was measured
 */
export function figureCharts(
  name: string,
  groups: readonly RunGroup[],
  weights: (run: Run) => ParameterValues,
  lab?: Lab,
): Chart[] {
  if (name === 'fig3') return [memorizingCircle()];
  if (name === 'table1') {
    return comparison(name, 'Table 1: 1-SAM and weight decay by architecture', groups.filter(inTable));
  }
  const figure = figures.find((each) => each.name === name || Object.hasOwn(each.panels, name));
  if (figure === undefined) return [];
  if (name !== figure.name) return panelCharts(figure, name, groups, weights, lab);
  const ofPanels = groups.filter(named((name) => Object.hasOwn(figure.panels, name)));
  return [
    ...Object.keys(figure.panels).flatMap((panel) => panelCharts(figure, panel, groups, weights, lab)),
    ...comparison(name, `${label(name)}: its panels beside each other`, ofPanels),
  ];
}

function panelCharts(
  { panels }: Figure,
  panel: string,
  groups: readonly RunGroup[],
  weights: (run: Run) => ParameterValues,
  lab: Lab | undefined,
): Chart[] {
  const title = `${label(panel)}: ${panels[panel]}`;
  const ofPanel = groups.filter(named((name) => name === (runsOf[panel] ?? panel)));
  const curves = Object.hasOwn(runsOf, panel)
    ? []
    : curvesOf(`${panel}-curves`, title, ofPanel, [...METRICS, ...(furtherMetrics[panel] ?? [])]);
  const run = ofPanel.flatMap(({ runs }) => runs).find(({ result }) => result?.status === 'completed');
  const drawn = pictures[panel];
  if (run === undefined || drawn === undefined) return curves;
  const trained = { run, parameters: weights(run), lab };
  const charted = ({ name, subject, draw }: Picture) =>
    draw(trained, { name: `${panel}-${name}`, title: `${title}: ${subject} (seed ${run.config.seed})` }) ?? [];
  return [...curves, ...drawn.flatMap(charted)];
}

/** The runs that are trained for the table. Its constructed nets have no curves. */
const inTable = (group: RunGroup) =>
  named((name) => name.startsWith('table1-'))(group) && group.config.phases.length > 0;

/** Whether a run of the group has this name. Runs of one setting are one group, also under different names. */
const named =
  (wanted: (name: string) => boolean) =>
  ({ runs }: RunGroup) =>
    runs.some(({ config }) => wanted(config.name));

function comparison(name: string, title: string, groups: readonly RunGroup[]): Chart[] {
  return groups.length > 1 ? curvesOf(`${name}-comparison`, title, groups.map(inWords), COMPARED) : [];
}

/** The title of each panel. */
const titles = Object.assign({}, ...figures.map(({ panels }) => panels)) as Readonly<Record<string, string>>;

/** A group with a label that describes its panel: readers of a picture do not know what `fig4b` is. */
function inWords(group: RunGroup): RunGroup {
  const { name } = group.config;
  const panel = name.replace('table1-', '');
  const title = titles[panel];
  return title === undefined ? group : { ...group, label: group.label.replace(name, `${panel}: ${title}`) };
}

/** A chart of those of the metrics that were measured in training; no chart if there are none. */
function curvesOf(name: string, title: string, groups: readonly RunGroup[], metrics: readonly string[]): Chart[] {
  const points = groups.flatMap(({ runs }) => runs.flatMap(({ measurements }) => measurements));
  const measured = metrics.filter((metric) =>
    points.some(({ epoch, values }) => epoch > 0 && Number.isFinite(values[metric])),
  );
  return measured.length > 0 ? [learningCurves(groups, { name, title, metrics: measured })] : [];
}

/** On the circle, at most eight samples can be distinguished. */
function memorizingCircle(): Chart {
  return circle({
    name: 'fig3-circle',
    title: 'Figure 3: a memorizing solution on the unit circle',
    description:
      'Eight samples on the unit circle, and outside it the arc on which the neuron of each is active: every arc is ' +
      'over its own sample and over no other.',
    picture: memorizingPicture(circleSamples(8, 0)),
  });
}

/** The paper's name of `fig4b`: Figure 4b. */
const label = (name: string) => name.replace('fig', 'Figure ');
