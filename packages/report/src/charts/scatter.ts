import { LabError } from '@sharpness-lab/core';
import type { TopLevelSpec } from 'vega-lite';
import type { Axis, Chart } from '../chart.ts';
import { digits } from './digits.ts';
import { colorScale, distinguishable, type Key, legendOf } from './legend.ts';
import { narrowPanel, type PanelSize } from './panel-size.ts';
import { drawable, paddedExtent, positional } from './scale.ts';
import { wrapped } from './wrapped.ts';

export interface ScatterData {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly groups: readonly ScatterGroup[];
  /** What tells the groups apart. */
  readonly key?: Key;
  /** A line below the picture, such as a correlation. */
  readonly note?: string;
}

export interface ScatterGroup {
  readonly label: string;
  readonly points: readonly ScatterPoint[];
}

export interface ScatterPoint {
  /** Distinguishes the point from others of its group, for example its seed. */
  readonly label: string;
  readonly x: number;
  readonly y: number;
  /** The standard errors of estimates: bars go so far to each side. */
  readonly xError?: number;
  readonly yError?: number;
}

const wide: PanelSize = { width: 420, height: 300 };
const narrow: PanelSize = { ...narrowPanel, height: 236 };

/** One shape for each of six colours. Ordered groups have one shape, as they are told apart by lightness. */
const shapes = ['circle', 'square', 'triangle-up', 'diamond', 'cross', 'triangle-down'];

const group = { field: 'group', type: 'nominal' as const };

/**
 * Points over two quantities, in the colours of their groups. Points without a place on an axis (not finite, or not
 * positive on a log axis) are left out of the picture and stay in the table.
 *
 * @throws LabError (config) when no point has a place
 */
export function scatter(data: ScatterData): Chart {
  const { name, title, description, x, y, groups, key = {} } = data;
  const drawn = groups.flatMap(({ label, points }) =>
    points
      .filter((point) => drawable(point.x, x.scale) && drawable(point.y, y.scale))
      .map(({ label: thing, ...point }) => ({
        group: label,
        thing,
        ...point,
        ...(point.xError === undefined ? {} : ends('x', point.x, point.xError, x)),
        ...(point.yError === undefined ? {} : ends('y', point.y, point.yError, y)),
      })),
  );
  if (drawn.length === 0) {
    const axes = [x, y].map((axis) => `${axis.title} (${axis.scale})`).join(' and ');
    throw new LabError('config', `"${title}" has nothing to draw: no point has a place on the axes ${axes}.`);
  }
  const errors = (side: 'xError' | 'yError') => groups.some(({ points }) => points.some((point) => side in point));
  return {
    name,
    title,
    description,
    spec: specOf(data, drawn, wide),
    narrow: specOf(data, drawn, narrow),
    table: {
      headings: [
        key.title ?? 'Group',
        'Point',
        ...[x.title, ...(errors('xError') ? ['its standard error'] : [])],
        ...[y.title, ...(errors('yError') ? ['its standard error'] : [])],
      ],
      rows: groups.flatMap(({ label, points }) =>
        points.map((point) => [
          label,
          point.label,
          digits(point.x),
          ...(errors('xError') ? [cell(point.xError)] : []),
          digits(point.y),
          ...(errors('yError') ? [cell(point.yError)] : []),
        ]),
      ),
    },
  };
}

const cell = (value: number | undefined) => (value === undefined ? '' : digits(value));

interface Drawn {
  readonly group: string;
  readonly thing: string;
  readonly x: number;
  readonly y: number;
  readonly xLow?: number;
  readonly xHigh?: number;
  readonly yLow?: number;
  readonly yHigh?: number;
}

/** The ends of a bar, not beyond the range of the axis. One without a place on a log axis is at its point. */
function ends(side: 'x' | 'y', value: number, error: number, { scale, range: { min, max } = {} }: Axis) {
  const low = Math.max(min ?? Number.NEGATIVE_INFINITY, value - error);
  const high = Math.min(max ?? Number.POSITIVE_INFINITY, value + error);
  return { [`${side}Low`]: drawable(low, scale) ? low : value, [`${side}High`]: high };
}

function specOf(data: ScatterData, drawn: readonly Drawn[], size: PanelSize): TopLevelSpec {
  const { description, x, y, note } = data;
  const look = lookOf(data, size);
  const reach = {
    x: drawn.flatMap(({ x, xLow = x, xHigh = x }) => [xLow, x, xHigh]),
    y: drawn.flatMap(({ y, yLow = y, yHigh = y }) => [yLow, y, yHigh]),
  };
  return {
    description,
    ...size,
    data: { values: [...drawn] },
    encoding: {
      x: { field: 'x', ...positional(x, paddedExtent(reach.x, x), size.width) },
      y: { field: 'y', ...positional(y, paddedExtent(reach.y, y), size.height) },
    },
    layer: [
      ...(drawn.some(({ xLow }) => xLow !== undefined) ? [errorLayer('x', look)] : []),
      ...(drawn.some(({ yLow }) => yLow !== undefined) ? [errorLayer('y', look)] : []),
      pointLayer(data, look),
      ...(note === undefined ? [] : [noteLayer(note, x, size)]),
    ],
  };
}

/** How the groups are told apart: by colours, shapes and a legend, or not at all where they are too many. */
function lookOf({ groups, key = {} }: ScatterData, { width }: PanelSize) {
  const labels = groups.map(({ label }) => label);
  const distinct = distinguishable(labels, key);
  const legend =
    distinct && labels.length > 1 ? { ...legendOf(labels, width, 34, key), symbolSize: 80, symbolOpacity: 1 } : null;
  const byGroup = { ...group, title: null, legend };
  const scale = { domain: labels, range: shapes.slice(0, labels.length) };
  return {
    style: distinct ? {} : { style: 'muted' },
    color: distinct ? { color: { ...byGroup, scale: colorScale(labels, key) } } : {},
    shape: distinct && key.ordered !== true ? { shape: { ...byGroup, scale } } : {},
    legend,
    /** An opacity, and a lower one for groups that are not chosen in the legend. */
    opacity: (value: number) =>
      legend === null ? { value } : { condition: { param: 'highlight', value }, value: 0.08 },
  };
}

type Look = ReturnType<typeof lookOf>;

function errorLayer(side: 'x' | 'y', { style, color, opacity }: Look) {
  const low = { field: `${side}Low`, type: 'quantitative' as const };
  const high = { field: `${side}High` };
  return {
    transform: [{ filter: `isValid(datum.${side}Low)` }],
    mark: { type: 'rule' as const, strokeWidth: 1, ...style },
    encoding: { ...(side === 'x' ? { x: low, x2: high } : { y: low, y2: high }), ...color, opacity: opacity(0.6) },
  };
}

function pointLayer({ x, y, key = {} }: ScatterData, { style, color, shape, legend, opacity }: Look) {
  const number = (field: string, title: string) => ({ field, type: 'quantitative' as const, title, format: '.6~g' });
  const highlight = {
    name: 'highlight',
    select: { type: 'point' as const, fields: ['group'] },
    bind: 'legend' as const,
  };
  return {
    ...(legend === null ? {} : { params: [highlight] }),
    mark: { type: 'point' as const, filled: true, size: 70, ...style },
    encoding: {
      ...color,
      ...shape,
      opacity: opacity(0.85),
      tooltip: [
        { ...group, title: key.title ?? 'Group' },
        { field: 'thing', type: 'nominal' as const, title: 'Point' },
        number('x', x.title),
        number('y', y.title),
      ],
    },
  };
}

/** Below the title of the horizontal axis. */
function noteLayer(note: string, { title }: Axis, { width, height }: PanelSize) {
  const above = [wrapped(title, width)].flat().length;
  return {
    data: { values: [{}] },
    mark: { type: 'text' as const, style: 'note', align: 'left' as const, baseline: 'top' as const },
    encoding: { x: { value: 0 }, y: { value: height + 36 + 15 * above }, text: { value: wrapped(note, width) } },
  };
}
