import type { Axis } from '../chart.ts';
import type { Frame } from './frame.ts';
import type { Point } from './lines-data.ts';

/** A point as data of a panel. */
export interface Row extends Point {
  readonly curve: string;
  /** The lower end of the band, if it lies on the axis. */
  readonly bandLow?: number;
}

/** One dash for each of six colours, so that curves also differ in black and white. */
const dashes = [
  [1, 0],
  [7, 3],
  [2, 2],
  [9, 2, 2, 2],
  [14, 3],
  [4, 4],
];

const oneEach = { field: 'curve', type: 'nominal' as const };

const hasBand = 'isValid(datum.low) && isValid(datum.high)';

/** The channel that distinguishes the curves and makes the entries of the legend. */
function byCurve({ labels, legend }: Frame, scale: { readonly range?: number[][] } = {}) {
  return { ...oneEach, title: null, scale: { domain: [...labels], ...scale }, legend };
}

/** A value for curves, and a lower one for curves that are not chosen in the legend. */
function highlighted({ legend }: Frame, value: number, others: number) {
  return legend === null ? { value } : { condition: { param: 'highlight', value }, value: others };
}

/** From the smallest to the largest over seeds, or a standard error to each side. */
export function bandLayer(frame: Frame) {
  const { distinct } = frame;
  return {
    transform: [{ filter: hasBand }],
    mark: { type: 'area' as const, clip: true, aria: false, ...(distinct ? {} : { style: 'muted-band' }) },
    encoding: {
      y: { field: 'bandLow', type: 'quantitative' as const },
      y2: { field: 'high' },
      detail: oneEach,
      ...(distinct ? { fill: byCurve(frame) } : {}),
      fillOpacity: highlighted(frame, 0.18, 0.04),
    },
  };
}

/**
 * The curves of means. One panel of a chart declares the parameter `highlight`: the curve that is chosen in the legend.
 */
export function lineLayer(frame: Frame, declares: boolean) {
  const { distinct, labels, legend } = frame;
  if (!distinct) {
    return {
      mark: { type: 'line' as const, clip: true, strokeWidth: 1, style: 'muted' },
      encoding: { detail: oneEach },
    };
  }
  const highlight = {
    name: 'highlight',
    select: { type: 'point' as const, fields: ['curve'] },
    bind: 'legend' as const,
  };
  return {
    mark: { type: 'line' as const, clip: true, strokeWidth: 2 },
    ...(declares && legend !== null ? { params: [highlight] } : {}),
    encoding: {
      color: byCurve(frame),
      strokeDash: byCurve(frame, { range: dashes.slice(0, labels.length) }),
      opacity: highlighted(frame, 1, 0.15),
      description: oneEach,
    },
  };
}

/** A curve of a single point is a dot, because a line through one point is not visible. */
export function dotLayer(frame: Frame, rows: readonly Row[]) {
  return {
    data: { values: [...rows] },
    mark: { type: 'point' as const, filled: true, size: 36, opacity: 1, ...(frame.distinct ? {} : { style: 'muted' }) },
    encoding: frame.distinct ? { color: byCurve(frame) } : {},
  };
}

/** Circles where an estimate has not converged. */
export function circleLayer(frame: Frame) {
  return {
    transform: [{ filter: 'datum.converged === false' }],
    mark: {
      type: 'point' as const,
      filled: false,
      size: 36,
      strokeWidth: 1.5,
      opacity: 1,
      ...(frame.distinct ? {} : { style: 'muted' }),
    },
    encoding: frame.distinct ? { color: byCurve(frame) } : {},
  };
}

/** Invisible points under the pointer for tooltips. Points with a band also tell its ends. */
export function pointLayer({ x }: Frame, y: Axis, banded: boolean) {
  const number = (field: string, title: string) => ({ field, type: 'quantitative' as const, title, format: '.6~g' });
  return {
    transform: [{ filter: banded ? hasBand : `!(${hasBand})` }],
    mark: { type: 'point' as const, filled: true, size: 80, opacity: 0, clip: true },
    encoding: {
      detail: oneEach,
      tooltip: [
        { ...oneEach, title: 'Curve' },
        number('x', x.title),
        number('y', y.title),
        ...(banded ? [number('low', 'Band from'), number('high', 'Band to')] : []),
      ],
    },
  };
}
