import type { Axis, HorizontalAxis } from '../chart.ts';
import type { Frame } from './frame.ts';
import type { Key } from './legend.ts';
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

/** The colours that tell the curves apart and make the entries of the legend. */
function byCurve({ colors, legend }: Frame) {
  return { ...oneEach, title: null, scale: colors, legend };
}

/** Dashes tell curves apart that are in no order. Over a scale of colours they would disturb it. */
function dashed({ labels, legend, key }: Frame) {
  if (key.ordered === true) return {};
  const scale = { domain: [...labels], range: dashes.slice(0, labels.length) };
  return { strokeDash: { ...oneEach, title: null, scale, legend } };
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

/** Beside the panel, from the smallest to the largest over seeds at the ends of curves, with a dot at the mean. */
export function barLayers(frame: Frame, y: Axis, rows: readonly Row[]) {
  const { labels, size, x, key } = frame;
  const ends = new Map(rows.map((row) => [row.curve, row]));
  const values = [...ends.values()].flatMap((row) =>
    row.bandLow === undefined ? [] : [{ ...row, beside: size.width + 7 + 6 * labels.indexOf(row.curve) }],
  );
  const encoding = {
    x: { field: 'beside', type: 'quantitative' as const, scale: null, axis: null },
    y: { field: 'bandLow', type: 'quantitative' as const },
    color: byCurve(frame),
    opacity: highlighted(frame, 1, 0.15),
    tooltip: tooltipOf(x, y, key, true),
  };
  return [
    {
      data: { values },
      mark: { type: 'rule' as const, strokeWidth: 2 },
      encoding: { ...encoding, y2: { field: 'high' } },
    },
    {
      data: { values },
      mark: { type: 'point' as const, filled: true, size: 22, opacity: 1 },
      encoding: { ...encoding, y: { field: 'y', type: 'quantitative' as const } },
    },
  ];
}

/**
 * The curves of means. One panel of a chart declares the parameter `highlight`: the curve that is chosen in the legend.
 */
export function lineLayer(frame: Frame, declares: boolean) {
  const { distinct, legend } = frame;
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
      ...dashed(frame),
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
export function pointLayer({ x, key }: Frame, y: Axis, banded: boolean) {
  return {
    transform: [{ filter: banded ? hasBand : `!(${hasBand})` }],
    mark: { type: 'point' as const, filled: true, size: 80, opacity: 0, clip: true },
    encoding: {
      detail: oneEach,
      tooltip: tooltipOf(x, y, key, banded),
    },
  };
}

function tooltipOf(x: HorizontalAxis, y: Axis, { title = 'Curve' }: Key, banded: boolean) {
  const number = (field: string, title: string) => ({ field, type: 'quantitative' as const, title, format: '.6~g' });
  return [
    { ...oneEach, title },
    number('x', x.title),
    number('y', y.title),
    ...(banded ? [number('low', 'Band from'), number('high', 'Band to')] : []),
  ];
}
