import type { Axis, Chart } from './chart.ts';
import { lines } from './charts/lines.ts';
import { boundLevels } from './curves/bound-levels.ts';
import type { CurvePanel } from './curves/curve-panel.ts';
import { describeCurves } from './curves/describe-curves.ts';
import { meanOverSeeds, type XAxis } from './curves/over-seeds.ts';
import { phaseMarks } from './curves/phase-marks.ts';
import { quantity } from './quantities.ts';
import type { RunGroup } from './runs/run.ts';

export interface CurvesOptions {
  /** The name of the chart's files. */
  readonly name: string;
  readonly title: string;
  /** The x axis: epochs by default. */
  readonly x?: XAxis;
  /** The metrics, one panel each, in this order. */
  readonly metrics: readonly string[];
}

/**
 * Metrics in the course of training: the mean over seeds, and a band from the smallest to the largest. Lower bounds that
 * were measured stand in the panels of the traces, and phases that all groups have in common are marked. For a single
 * group, `train-` and `test-` of a metric share a panel. The x axis is logarithmic where all groups measured at epochs
 * evenly spaced in their logarithm.
 *
 * @throws LabError of kind `config` when there is no point to draw
 */
export function learningCurves(
  groups: readonly RunGroup[],
  { name, title, x = 'epoch', metrics }: CurvesOptions,
): Chart {
  const panels = groups.length === 1 ? sharedPanels(groups[0] as RunGroup, metrics, x) : panelEach(groups, metrics, x);
  const logarithmic = groups.every(({ config }) => config.measure?.logSpaced !== undefined);
  const phases = phaseMarks(groups, x);
  return lines({
    name,
    title,
    description: describeCurves({ title, groups, panels, phases, x }),
    x: { title: quantity(x).title, scale: logarithmic ? 'log' : 'linear' },
    panels,
    phases,
  });
}

function panelEach(groups: readonly RunGroup[], metrics: readonly string[], x: XAxis): CurvePanel[] {
  return metrics.map((metric) => {
    const curves = groups.map(({ label, runs }) => ({ label, points: meanOverSeeds(runs, metric, x) }));
    return panelOf(quantity(metric), curves, metric, groups);
  });
}

/** The panels of a single group. Curves of the training and the test set are distinguished, in all panels alike. */
function sharedPanels(group: RunGroup, metrics: readonly string[], x: XAxis): CurvePanel[] {
  const shared = metrics.some((metric) => partnerOf(metric, metrics) !== undefined);
  const curveOf = (metric: string) => ({
    label: !shared ? group.label : metric.startsWith('test-') ? 'test' : 'training',
    points: meanOverSeeds(group.runs, metric, x),
  });
  return metrics.flatMap((metric, k) => {
    const partner = partnerOf(metric, metrics);
    if (partner === undefined) return [panelOf(quantity(metric), [curveOf(metric)], metric, [group])];
    if (metrics.indexOf(partner) < k) return [];
    const pair = [metric, partner].sort().reverse();
    return [panelOf(quantity(metric.replace(sets, '')), pair.map(curveOf), metric, [group])];
  });
}

const sets = /^(train|test)-/;

/** The same metric on the other set of samples, if it is drawn. */
function partnerOf(metric: string, metrics: readonly string[]): string | undefined {
  const partner = metric.replace(sets, (set) => (set === 'train-' ? 'test-' : 'train-'));
  return partner !== metric && metrics.includes(partner) ? partner : undefined;
}

function panelOf(axis: Axis, curves: CurvePanel['curves'], metric: string, groups: readonly RunGroup[]): CurvePanel {
  return { y: axisFor(axis, curves), curves, levels: boundLevels(metric, groups) };
}

/**
 * Traces of normalized networks can be negative before the networks interpolate. A log axis shows only the positive
 * part, and says so. If that is the smaller part, the axis is linear.
 */
function axisFor({ title, scale }: Axis, curves: CurvePanel['curves']): Axis {
  const values = curves.flatMap(({ points }) => points.map(({ y }) => y));
  const negative = values.filter((value) => value < 0).length;
  if (scale === 'linear' || negative === 0) return { title, scale };
  return negative > values.length / 2 ? { title, scale: 'linear' } : { title: `${title}, where > 0`, scale };
}
