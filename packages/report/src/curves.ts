import type { Axis, Chart } from './chart.ts';
import { lines, type Panel } from './charts/lines.ts';
import { boundLevels } from './curves/bound-levels.ts';
import { describeCurves } from './curves/describe-curves.ts';
import { meanOverSeeds, type SeedPoint, type XAxis } from './curves/over-seeds.ts';
import { phaseMarks } from './curves/phase-marks.ts';
import { quantity } from './quantities.ts';
import type { RunGroup } from './runs/run.ts';

export interface CurvesOptions {
  /** What files of the chart are called. */
  readonly name: string;
  readonly title: string;
  /** What metrics are drawn over: epochs unless told otherwise. */
  readonly x?: XAxis;
  /** A panel each, in this order. */
  readonly metrics: readonly string[];
}

/** A panel whose curves keep the epochs of their points. */
export interface CurvePanel extends Panel {
  readonly curves: readonly { readonly label: string; readonly points: readonly SeedPoint[] }[];
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

/** The panels of a single group, whose curves are told apart by what they were measured on. */
function sharedPanels(group: RunGroup, metrics: readonly string[], x: XAxis): CurvePanel[] {
  return metrics.flatMap((metric) => {
    const [, set, measure] = /^(train|test)-(.+)$/.exec(metric) ?? [];
    const partner = `${set === 'train' ? 'test' : 'train'}-${measure}`;
    const paired = measure !== undefined && metrics.includes(partner);
    if (paired && metrics.indexOf(partner) < metrics.indexOf(metric)) return [];
    const axis = quantity(paired ? measure : metric);
    const curves = (paired ? [`train-${measure}`, `test-${measure}`] : [metric]).map((each) => ({
      label: setOf(each) ?? group.label,
      points: meanOverSeeds(group.runs, each, x),
    }));
    return [panelOf(axis, curves, metric, [group])];
  });
}

const onTrainingSet = /^(train-|hessian-|gauss-newton-|sharpness-|(ever-)?active-neurons$|one-hot-samples$)/;

/** The samples that a metric is measured on; undefined for those that look at the parameters alone. */
function setOf(metric: string): string | undefined {
  if (metric.startsWith('test-')) return 'test';
  return onTrainingSet.test(metric) ? 'training' : undefined;
}

function panelOf(axis: Axis, curves: CurvePanel['curves'], metric: string, groups: readonly RunGroup[]): CurvePanel {
  return { y: axisFor(axis, curves), curves, levels: boundLevels(metric, groups) };
}

/**
 * Traces of normalized networks can be negative, before they interpolate. On a log axis only the positive part has a
 * place, which the axis then says; where that is the smaller part, the axis is linear.
 */
function axisFor({ title, scale }: Axis, curves: CurvePanel['curves']): Axis {
  const values = curves.flatMap(({ points }) => points.map(({ y }) => y));
  const negative = values.filter((value) => value < 0).length;
  if (scale === 'linear' || negative === 0) return { title, scale };
  return negative > values.length / 2 ? { title, scale: 'linear' } : { title: `${title}, where > 0`, scale };
}
