import type { Quantity } from '@sharpness-lab/core';
import type { Axis, Chart, HorizontalAxis } from './chart.ts';
import { lines } from './charts/lines.ts';
import { boundLevels } from './curves/bound-levels.ts';
import type { CurvePanel } from './curves/curve-panel.ts';
import { describeCurves } from './curves/describe-curves.ts';
import { type KeyedGroup, keyOf } from './curves/group-key.ts';
import { meanOverSeeds, type XAxis } from './curves/over-seeds.ts';
import { axisFor, sharedPanels } from './curves/panels.ts';
import { phaseMarks } from './curves/phase-marks.ts';
import { axisOf, declaredBy, quantityOf, xAxes } from './quantities.ts';
import type { RunGroup } from './runs/run.ts';

export interface CurvesOptions {
  /** The name of the chart's files. */
  readonly name: string;
  readonly title: string;
  /** The x axis: epochs by default. */
  readonly x?: XAxis;
  /** The names of the quantities, one panel each, in this order. */
  readonly metrics: readonly string[];
}

/**
 * Quantities in the course of training: the mean over seeds, and a band from the smallest to the largest; of a single
 * seed, a band of one standard error to each side where it is an estimate. Measured lower bounds stand in the panels of
 * what they bound, and phases that all groups have in common are marked. For a single group, quantities that name one
 * axis, as training and test loss do, share a panel. Several groups are told apart by what their labels do not have in
 * common; numbers are in their order. The x axis is logarithmic where all groups measured at epochs evenly spaced in
 * their logarithm; it has a place for epoch 0, as an axis of log(1 + x / the first place above 0).
 *
 * @throws LabError of kind `config` when there is no point to draw
 */
export function learningCurves(all: readonly RunGroup[], { name, title, x = 'epoch', metrics }: CurvesOptions): Chart {
  const { key, groups } = keyOf(all);
  const declared = declaredBy(groups.flatMap(({ runs }) => runs));
  const quantities = metrics.map((metric) => quantityOf(metric, declared));
  const [group] = groups;
  const panels =
    group !== undefined && groups.length === 1
      ? panelsOfOne(group, quantities, declared, x)
      : panelEach(groups, quantities, x);
  const logarithmic = groups.every(({ config }) => config.measure?.logSpaced !== undefined);
  const phases = phaseMarks(groups, x);
  return lines({
    name,
    title,
    description: describeCurves({ title, groups, panels, phases, x }),
    x: logarithmic ? logAxis(xAxes[x], panels) : xAxes[x],
    panels,
    phases,
    key,
  });
}

/** A logarithmic axis, with a place for 0 where a point has it. The title says so. */
function logAxis({ title }: Axis, panels: readonly CurvePanel[]): HorizontalAxis {
  const places = panels.flatMap(({ curves }) => curves.flatMap(({ points }) => points.map((point) => point.x)));
  const first = places.reduce((least, place) => (place > 0 && place < least ? place : least), Number.POSITIVE_INFINITY);
  if (first === Number.POSITIVE_INFINITY) return { title, scale: 'linear' };
  if (!places.includes(0)) return { title, scale: 'log' };
  return { title: `${title} (log scale with 0)`, scale: { symlog: first } };
}

function panelEach(groups: readonly KeyedGroup[], quantities: readonly Quantity[], x: XAxis): CurvePanel[] {
  return quantities.map((quantity) => {
    const curves = groups.map(({ short, runs }) => ({
      label: short,
      points: meanOverSeeds(runs, quantity.name, x),
    }));
    return { y: axisFor(axisOf(quantity), curves), curves, levels: boundLevels(quantity.name, groups) };
  });
}

function panelsOfOne(
  group: RunGroup,
  quantities: readonly Quantity[],
  declared: readonly Quantity[],
  x: XAxis,
): CurvePanel[] {
  return sharedPanels(quantities, declared, group.label).map((panel) => {
    const curves = panel.curves.map(({ quantity: { name }, label }) => ({
      label,
      points: meanOverSeeds(group.runs, name, x),
    }));
    const levels = panel.curves.flatMap(({ quantity: { name } }) => boundLevels(name, [group]));
    return { y: axisFor(panel.y, curves), curves, levels };
  });
}
