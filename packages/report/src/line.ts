import { LabError, type Measured, type Quantity } from '@sharpness-lab/core';
import type { Chart } from './chart.ts';
import { lines } from './charts/lines.ts';
import type { Curve, Panel } from './charts/lines-data.ts';
import { errorBand } from './curves/over-seeds.ts';
import { axisFor, type SharedPanel, sharedPanels } from './curves/panels.ts';
import { brief } from './numbers.ts';
import { overviewOf, quantityOf } from './quantities.ts';

/** The measurements along the straight line between two networks. */
export interface LineData {
  /** The name of the chart's files. */
  readonly name: string;
  /** The names of the networks at t = 0 and t = 1. */
  readonly from: string;
  readonly to: string;
  /** The samples of the measurement, if a title needs them. */
  readonly note?: string;
  /** What is declared of what was measured. */
  readonly quantities: readonly Quantity[];
  /** In the order of t, with both ends: what was measured at (1 - t) theta_A + t theta_B. */
  readonly points: readonly LinePoint[];
}

export interface LinePoint extends Pick<Measured, 'values' | 'uncertainty'> {
  readonly t: number;
}

/**
 * The quantities of an overview along the straight line between two networks, with marks at both networks. A lower bound
 * is shown if it holds for one of the two. Between two networks for which it holds the quantity can be smaller: the label
 * says which networks are bounded.
 *
 * @throws LabError of kind `config` when nothing was measured
 */
export function lineChart({ name, from, to, note, quantities, points }: LineData): Chart {
  const measured = points.flatMap(({ values }) => Object.keys(values));
  if (measured.length === 0) {
    throw new LabError('config', `nothing to draw on the line from ${from} to ${to}: nothing was measured there`);
  }
  const drawn = overviewOf(measured, quantities).map((metric) => quantityOf(metric, quantities));
  return lines({
    name,
    title: `On the line from ${from} to ${to}`,
    description: [
      `Straight line in parameter space from A, ${from} (t = 0), to B, ${to} (t = 1): the networks (1 - t) A + t B.`,
      ...drawn.flatMap((quantity) => barrierText(quantity, points)),
      ...(note === undefined ? [] : [note]),
    ].join(' '),
    x: { title: 'position t on the line from A to B', scale: 'linear' },
    panels: sharedPanels(drawn, quantities, 'A to B').map((panel) => panelOf(panel, quantities, points)),
    phases: [
      { label: `A: ${from}`, from: 0 },
      { label: `B: ${to}`, from: 1 },
    ],
  });
}

function panelOf({ y, curves }: SharedPanel, quantities: readonly Quantity[], points: readonly LinePoint[]): Panel {
  const drawn = curves.map(({ quantity: { name }, label }) => curveOf(label, name, points));
  const bounds = quantities.filter(({ lowerBoundOf = [] }) =>
    curves.some(({ quantity: { name } }) => lowerBoundOf.includes(name)),
  );
  // The way between two networks is not to be interrupted where a trace is negative.
  const negative = drawn.some((curve) => curve.points.some((point) => point.y < 0));
  return {
    y: axisFor(negative ? { ...y, scale: 'linear' } : y, drawn),
    curves: drawn,
    levels: bounds.flatMap(({ name, boundFor }) => {
      const ends = points.filter(({ t }) => t === 0 || t === 1).map(({ values }) => values);
      const end = ends.find((values) => boundFor === undefined || values[boundFor.having] !== undefined);
      const value = end?.[name];
      const label = boundFor === undefined ? 'lower bound' : `lower bound ${boundFor.where}`;
      return value === undefined ? [] : [{ label, value }];
    }),
  };
}

function curveOf(label: string, metric: string, points: readonly LinePoint[]): Curve {
  return {
    label,
    points: points.flatMap(({ t, values: { [metric]: y }, uncertainty }) => {
      if (y === undefined) return [];
      const { standardError, converged } = uncertainty?.[metric] ?? {};
      return [{ x: t, y, ...errorBand(y, standardError), ...(converged === undefined ? {} : { converged }) }];
    }),
  };
}

/** Of a quantity that is the better the lower it is, as a loss. */
function barrierText({ name, title, better }: Quantity, points: readonly LinePoint[]): string[] {
  const barrier = better === 'lower' ? lossBarrier(points, name) : undefined;
  if (barrier === undefined) return [];
  return [`Between them the ${title} rises by at most ${brief(barrier)} above the mean of the two ends.`];
}

/**
 * The rise of a metric between the two networks above the mean of its two end values. This is the instability to linear
 * interpolation of Frankle et al., "Linear mode connectivity and the lottery ticket hypothesis", 2020,
 * arXiv:1912.05671. Undefined where the metric was not measured at both ends.
 */
export function lossBarrier(points: readonly LinePoint[], metric: string): number | undefined {
  const between = points.filter(({ t }) => t >= 0 && t <= 1);
  const at = (end: number) => between.find(({ t }) => t === end)?.values[metric];
  const [start, end] = [at(0), at(1)];
  if (start === undefined || end === undefined) return undefined;
  return Math.max(...between.map(({ values }) => values[metric] ?? Number.POSITIVE_INFINITY)) - (start + end) / 2;
}
