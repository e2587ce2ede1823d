import type { Lab, ParameterValues } from '@sharpness-lab/core';
import { circleSamples, type Figure, figures, memorizingPicture } from '@sharpness-lab/paper/figures';
import type { Chart } from '../chart.ts';
import { circle } from '../charts/circle.ts';
import { learningCurves } from '../curves.ts';
import type { Run, RunGroup } from '../runs/run.ts';
import { type Picture, pictures } from './pictures.ts';

/** What the paper's figures plot over epochs, as far as a run has measured it. */
const METRICS = ['train-loss', 'test-loss', 'train-accuracy', 'test-accuracy', 'hessian-trace'];

/** Of panels whose claims are about something further: the paper bounds it for simplified LayerNorm. */
const furtherMetrics: Readonly<Record<string, readonly string[]>> = {
  fig6a: ['gauss-newton-trace'],
  fig6b: ['gauss-newton-trace'],
};

/** What tells apart how networks generalize from how flat they are. */
const COMPARED = ['test-accuracy', 'hessian-trace'];

/** Panels about the networks that the runs of another panel end with. */
const runsOf: Readonly<Record<string, string>> = { fig2b: 'fig2a' };

/**
 * The charts of a figure of the paper, of one panel of it, or of Table 1, from whichever of its runs there are: for each
 * panel its learning curves and pictures of the network that the first finished run ends with; for whole figures and for
 * the table, also test accuracy and Hessian trace of all runs beside each other. Figure 3 is a drawing, without runs.
 *
 * @param name `fig1` ... `fig11`, a panel such as `fig4b`, or `table1`
 * @param groups those named like panels count, others are passed over
 * @param weights the final weights of a finished run
 * @param lab with the plugins of the runs, to draw their data anew and to ask their models for activations; without it
 * there are no activation matrices
 * @returns none for other names, and none where nothing was measured
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

/** Trained for the table; its constructed nets have no curves. */
const inTable = (group: RunGroup) =>
  named((name) => name.startsWith('table1-'))(group) && group.config.phases.length > 0;

/** Whether a group has runs of such a name: runs of one setting are one group, whatever they are called. */
const named =
  (wanted: (name: string) => boolean) =>
  ({ runs }: RunGroup) =>
    runs.some(({ config }) => wanted(config.name));

function comparison(name: string, title: string, groups: readonly RunGroup[]): Chart[] {
  return groups.length > 1 ? curvesOf(`${name}-comparison`, title, groups.map(inWords), COMPARED) : [];
}

/** What every panel shows. */
const titles = Object.assign({}, ...figures.map(({ panels }) => panels)) as Readonly<Record<string, string>>;

/** A group whose label says what its panel shows: readers of a picture do not know what `fig4b` is. */
function inWords(group: RunGroup): RunGroup {
  const { name } = group.config;
  const panel = name.replace('table1-', '');
  const title = titles[panel];
  return title === undefined ? group : { ...group, label: group.label.replace(name, `${panel}: ${title}`) };
}

/** A chart of those of the metrics that were measured in training; none where that is none of them. */
function curvesOf(name: string, title: string, groups: readonly RunGroup[], metrics: readonly string[]): Chart[] {
  const points = groups.flatMap(({ runs }) => runs.flatMap(({ measurements }) => measurements));
  const measured = metrics.filter((metric) =>
    points.some(({ epoch, values }) => epoch > 0 && Number.isFinite(values[metric])),
  );
  return measured.length > 0 ? [learningCurves(groups, { name, title, metrics: measured })] : [];
}

/** Eight samples, as many as can be told apart on the circle. */
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

/** `fig4b` as the paper has it: Figure 4b. */
const label = (name: string) => name.replace('fig', 'Figure ');
