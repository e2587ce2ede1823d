import { LabError } from '@sharpness-lab/core';
import type { TopLevelSpec } from 'vega-lite';
import type { Axis, Chart } from '../chart.ts';
import { digits } from './digits.ts';
import { narrowPanel, type PanelSize, panelSize } from './panel-size.ts';
import { drawable, positional } from './scale.ts';

export interface HeatMapData {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** Title of the horizontal axis. */
  readonly x: string;
  /** Title of the vertical axis. */
  readonly y: string;
  /** The meaning of the colours. `diverging` ones are white at 0 and equally far from white on both sides. */
  readonly color: Axis & { readonly diverging?: boolean };
  /** A value for each y (row) and x (column); the first row stands at the smallest y. */
  readonly rows: readonly (readonly number[])[];
  /** Increasing, one for each column; 1, 2, ... by default. */
  readonly xs?: readonly number[];
  /** Increasing, one for each row; 1, 2, ... from the top down by default. */
  readonly ys?: readonly number[];
}

/** The first colour of viridis. Cells that look like 0 are drawn as one area of this colour. */
const viridisZero = '#440154';

/**
 * Cells overlap the next ones by so many pixels. Otherwise the background shows between them where pixels are not
 * whole.
 */
const overlap = 0.5;

/** The number of shades in a colour scale. */
const shades = 256;

/** A thousandth of a value is smaller than a shade. */
const SHADE_DIGITS = 4;

/** Larger matrices have no separate drawing for phones in a page, because it would be nearly as wide. */
const MOST_CELLS_TWICE = 1000;

/**
 * A matrix in colours. A cell reaches halfway to its neighbours. Cells without a colour (not finite, or not positive on
 * a logarithmic scale) stay empty. Linear scales of values from 0 on begin at 0, and cells within half a shade of it are
 * drawn as the ground instead of one by one, which keeps files of sparse matrices small.
 *
 * @throws LabError (config) when no cell has a colour
 */
export function heatMap(data: HeatMapData): Chart {
  const { name, title, description, x, y, color, rows } = data;
  const xs = data.xs ?? oneTo(rows[0]?.length ?? 0);
  const ys = data.ys ?? oneTo(rows.length);
  const values = rows.flat().filter((value) => drawable(value, color.scale));
  if (values.length === 0) {
    throw new LabError(
      'config',
      `"${title}" has nothing to draw: no cell fits a ${color.scale} scale of ${color.title}.`,
    );
  }
  const ground = color.scale === 'linear' && color.diverging !== true && values.every((value) => value >= 0);
  const faintest = ground ? largestOf(values) / (2 * shades) : Number.NEGATIVE_INFINITY;
  const xEdges = edges(xs);
  const yEdges = edges(ys);
  const pixels = (side: number) => ({ width: wholeCells(xs.length, side), height: wholeCells(ys.length, side) });
  const size = pixels(panelSize.width);
  const cells = rows.flatMap((row, i) =>
    row.flatMap((value, j) =>
      drawable(value, color.scale) && value > faintest
        ? [{ column: j, row: i, value: Number(value.toPrecision(SHADE_DIGITS)) }]
        : [],
    ),
  );
  const transform = [
    looksUp('column', xs, stretches(xEdges, size.width), ['x', 'left', 'right']),
    looksUp('row', ys, stretches(yEdges, size.height), ['y', 'from', 'to']),
  ];
  const domain = (ends: readonly number[]): [number, number] => [ends[0] ?? 0, ends.at(-1) ?? 1];
  const vertical = (height: number) => positional({ title: y, scale: 'linear' }, domain(yEdges), height);
  const specOf = ({ width, height }: PanelSize): TopLevelSpec => ({
    description,
    width,
    height,
    view: ground ? { fill: viridisZero } : {},
    data: { values: cells },
    transform,
    mark: { type: 'rect', aria: false },
    encoding: {
      x: { field: 'left', ...onEdge(positional({ title: x, scale: 'linear' }, domain(xEdges), width)) },
      x2: { field: 'right' },
      // Samples are read from the top down, coordinates from the bottom up.
      y: { field: 'from', ...onEdge(data.ys === undefined ? downward(vertical(height)) : vertical(height)) },
      y2: { field: 'to' },
      color: {
        field: 'value',
        type: 'quantitative',
        title: color.title,
        scale: colorScale(color, values, ground),
        legend: {
          orient: 'top',
          direction: 'horizontal',
          gradientLength: width,
          gradientThickness: 10,
          titleLimit: 0,
          tickCount: 5,
        },
      },
      tooltip: [
        { field: 'x', type: 'quantitative', title: x },
        { field: 'y', type: 'quantitative', title: y },
        { field: 'value', type: 'quantitative', title: color.title, format: '.4~g' },
      ],
    },
  });
  return {
    name,
    title,
    description,
    spec: specOf(size),
    ...(cells.length > MOST_CELLS_TWICE
      ? {}
      : { narrow: specOf(fitting(pixels(narrowPanel.width), narrowPanel.width)) }),
    table: {
      headings: [`${y} \\ ${x}`, ...xs.map(digits)],
      rows: rows.map((row, i) => [digits(ys[i] as number), ...row.map(digits)]),
    },
  };
}

function colorScale({ scale, diverging }: HeatMapData['color'], values: readonly number[], ground: boolean) {
  if (diverging === true) {
    const reach = largestOf(values.map(Math.abs)) || 1;
    return { type: 'linear' as const, scheme: 'blueorange' as const, domain: [-reach, reach] };
  }
  const low = ground ? 0 : -largestOf(values.map((value) => -value));
  return { type: scale, scheme: 'viridis' as const, domain: [low, largestOf(values) || 1] };
}

function largestOf(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
}

/** Adds the centre and the two ends of a cell's row or column, which are stored once and not in every cell. */
function looksUp(
  key: string,
  places: readonly number[],
  ends: readonly (readonly [from: number, to: number])[],
  [place, from, to]: readonly [place: string, from: string, to: string],
) {
  const values = places.map((at, k) => ({ [key]: k, [place]: at, [from]: ends[k]?.[0], [to]: ends[k]?.[1] }));
  return { lookup: key, from: { data: { values }, key, fields: [place, from, to] } };
}

/** The edges of cells: halfway between neighbours, and as far beyond the first and the last value. */
function edges(places: readonly number[]): number[] {
  const [first, second = (first ?? 0) + 1] = places;
  if (first === undefined) return [];
  const last = places.at(-1) as number;
  const between = places.slice(1).map((place, k) => (place + (places[k] as number)) / 2);
  const lastStep = places.length > 1 ? last - (places.at(-2) as number) : 1;
  return [first - (second - first) / 2, ...between, last + lastStep / 2];
}

/** From each edge to a little behind the next one; the last cell ends at the end of the panel. */
function stretches(ends: readonly number[], length: number): [from: number, to: number][] {
  const further = (overlap * ((ends.at(-1) ?? 0) - (ends[0] ?? 0))) / length;
  return ends.slice(1).map((end, k) => [ends[k] as number, k === ends.length - 2 ? end : end + further]);
}

/** On phones, many cells are not a whole number of pixels wide. Their screens have several physical pixels for each. */
function fitting({ width, height }: PanelSize, most: number): PanelSize {
  return { width: Math.min(width, most), height: Math.min(height, most) };
}

/** A length near the given side at which each of so many cells has whole pixels, so that no lines show between them. */
function wholeCells(count: number, side: number): number {
  return count * Math.max(1, Math.round(side / Math.max(1, count)));
}

function onEdge<C extends ReturnType<typeof positional>>(channel: C) {
  return { ...channel, axis: { ...channel.axis, grid: false } };
}

function downward<C extends ReturnType<typeof positional>>(channel: C) {
  return { ...channel, scale: { ...channel.scale, reverse: true } };
}

const oneTo = (count: number) => Array.from({ length: count }, (_, k) => k + 1);
