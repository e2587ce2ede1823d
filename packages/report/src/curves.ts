import type { Quantity } from '@sharpness-lab/core';
import type { Chart } from './chart.ts';
import { lines } from './charts/lines.ts';
import { boundLevels } from './curves/bound-levels.ts';
import type { CurvePanel } from './curves/curve-panel.ts';
import { describeCurves } from './curves/describe-curves.ts';
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
 * axis, as training and test loss do, share a panel. The x axis is logarithmic where all groups measured at epochs
 * evenly spaced in their logarithm.
 *
 * @throws LabError of kind `config` when there is no point to draw
 */
export function learningCurves(
  groups: readonly RunGroup[],
  { name, title, x = 'epoch', metrics }: CurvesOptions,
): Chart {
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
    x: { ...xAxes[x], scale: logarithmic ? 'log' : 'linear' },
    panels,
    phases,
  });
}

function panelEach(groups: readonly RunGroup[], quantities: readonly Quantity[], x: XAxis): CurvePanel[] {
  return quantities.map((quantity) => {
    const curves = groups.map(({ label, runs }) => ({ label, points: meanOverSeeds(runs, quantity.name, x) }));
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
