import { LabError, type MetricValues } from '@sharpness-lab/core';
import type { Axis, Chart } from './chart.ts';
import { lines } from './charts/lines.ts';
import type { Curve, Panel } from './charts/lines-data.ts';
import { brief } from './numbers.ts';
import { quantity } from './quantities.ts';

/** The measurements along the straight line between two networks. */
export interface LineData {
  /** The name of the chart's files. */
  readonly name: string;
  /** The names of the networks at t = 0 and t = 1. */
  readonly from: string;
  readonly to: string;
  /** The samples of the measurement, if a title needs them. */
  readonly note?: string;
  /** In the order of t, with both ends: metric values at (1 - t) theta_A + t theta_B. */
  readonly points: readonly LinePoint[];
}

export interface LinePoint {
  readonly t: number;
  readonly values: MetricValues;
}

interface LinePanel {
  readonly y: Axis;
  readonly curves: readonly (readonly [metric: string, label: string])[];
  /** A metric that is constant on the line. */
  readonly bound?: string;
}

/** The panels of the chart. A panel is drawn if one of its metrics was measured. */
const panels: readonly LinePanel[] = [
  {
    y: quantity('loss'),
    curves: [
      ['train-loss', 'training'],
      ['test-loss', 'test'],
    ],
  },
  {
    y: quantity('accuracy'),
    curves: [
      ['train-accuracy', 'training'],
      ['test-accuracy', 'test'],
    ],
  },
  {
    y: quantity('hessian-trace'),
    curves: [['hessian-trace', 'training']],
    bound: 'sharpness-bound',
  },
];

/**
 * Loss, accuracy and Hessian trace along the straight line between two networks, with marks at both networks. The lower
 * bound of the trace holds for minima of the training loss. Between two minima the trace can be smaller.
 *
 * @throws LabError of kind `config` when none of the metrics was measured
 */
export function lineChart({ name, from, to, note, points }: LineData): Chart {
  const drawn = panels.map((panel) => panelOf(panel, points)).filter(({ curves }) => curves.length > 0);
  if (drawn.length === 0) {
    const metrics = panels.flatMap(({ curves }) => curves.map(([metric]) => metric)).join(', ');
    throw new LabError('config', `nothing to draw on the line from ${from} to ${to}: expected one of ${metrics}`);
  }
  return lines({
    name,
    title: `On the line from ${from} to ${to}`,
    description: [
      `Straight line in parameter space from A, ${from} (t = 0), to B, ${to} (t = 1): the networks (1 - t) A + t B.`,
      ...sentences(points),
      ...(note === undefined ? [] : [note]),
    ].join(' '),
    x: { title: 'position t on the line from A to B', scale: 'linear' },
    panels: drawn,
    phases: [
      { label: `A: ${from}`, from: 0 },
      { label: `B: ${to}`, from: 1 },
    ],
  });
}

function panelOf({ y, curves, bound }: LinePanel, points: readonly LinePoint[]): Panel {
  const measured = curves
    .map(([metric, label]) => curveOf(label, metric, points))
    .filter((curve) => curve.points.length > 0);
  const value = bound && points.find(({ values }) => values[bound] !== undefined)?.values[bound];
  // Traces of normalized networks away from minima can be negative.
  const negative = measured.some((curve) => curve.points.some((point) => point.y < 0));
  return {
    y: negative ? { ...y, scale: 'linear' } : y,
    curves: measured,
    levels: typeof value === 'number' ? [{ label: 'lower bound at minima', value }] : [],
  };
}

function curveOf(label: string, metric: string, points: readonly LinePoint[]): Curve {
  return {
    label,
    points: points.flatMap(({ t, values: { [metric]: y } }) => (y === undefined ? [] : [{ x: t, y }])),
  };
}

function sentences(points: readonly LinePoint[]): string[] {
  return ['train-loss', 'test-loss'].flatMap((metric) => {
    const barrier = lossBarrier(points, metric);
    if (barrier === undefined) return [];
    const split = metric === 'train-loss' ? 'training' : 'test';
    return [`Between them the ${split} loss rises by at most ${brief(barrier)} above the mean of the two ends.`];
  });
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
