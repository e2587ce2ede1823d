import {
  arraySizeText,
  estimateText,
  formatCount,
  formatTable,
  type MeasuredPoint,
  type Quantity,
  type Uncertainty,
} from '@sharpness-lab/core';
import { isConstant, quantityOf, sparkline } from '@sharpness-lab/report';
import { extent } from 'd3-array';

const GAP = 2;
const MIN_CELLS = 8;
const MAX_CELLS = 30;

/** A quantity over a run; undefined where it was not measured, or is not finite. */
interface Series {
  readonly quantity: Quantity;
  readonly values: readonly (number | undefined)[];
  /** What was measured first, in words. */
  readonly first: string;
  /** What was measured last, in words. */
  readonly last: string;
}

/** The width of the table, and whether the terminal can show block characters. */
export interface Layout {
  readonly columns: number;
  readonly blocks: boolean;
}

/**
 * The measurements of a run, one row for each metric: the last value and, for several measurements, the first value, a
 * peak or dip between them, and the course as a sparkline.
 */
export function metricTable(
  measurements: readonly MeasuredPoint[],
  declared: readonly Quantity[],
  layout: Layout,
): string {
  const all = seriesOf(measurements, declared);
  const last = measurements.at(-1);
  if (measurements.length < 2 || last === undefined) {
    return formatTable(all.map((series) => [nameOf(series.quantity), series.last]));
  }
  const rows = [
    ['METRIC', 'START', 'LAST', 'EXTREME'],
    ...all.map((series) => [nameOf(series.quantity), series.first, series.last, extremeOf(series)]),
  ];
  if (all.every((series) => extremeOf(series) === '')) for (const row of rows) row.pop();
  if (layout.blocks) addSparklines(rows, all, `EPOCH 0 TO ${formatCount(last.epoch)}`, layout.columns);
  return formatTable(rows);
}

/** Names in the order in which they are where most of them are. */
export function namesIn(measured: readonly Readonly<Record<string, unknown>>[]): string[] {
  const all = measured.map((values) => Object.keys(values)).sort((a, b) => b.length - a.length);
  return [...new Set(all.flat())];
}

/** The name of a quantity, by which options know it, with its unit. */
export function nameOf({ name, unit }: Quantity): string {
  return unit === undefined ? name : `${name} (${unit})`;
}

function seriesOf(measurements: readonly MeasuredPoint[], declared: readonly Quantity[]): Series[] {
  const [first, last] = [measurements[0], measurements.at(-1)];
  return [
    ...namesIn(measurements.map(({ values, nonFinite }) => ({ ...values, ...nonFinite }))).map((name) => ({
      quantity: quantityOf(name, declared),
      values: measurements.map((point) => point.values[name]),
      first: inWords(first, name),
      last: inWords(last, name, last?.uncertainty?.[name]),
    })),
    ...Object.entries(last?.arrays ?? {}).map(([name, array]) => ({
      quantity: quantityOf(name, declared),
      values: [],
      first: '-',
      last: arraySizeText(array),
    })),
  ];
}

function inWords(point: MeasuredPoint | undefined, name: string, uncertainty?: Uncertainty): string {
  const value = point?.values[name];
  return value === undefined ? (point?.nonFinite?.[name] ?? '-') : estimateText(value, uncertainty);
}

/**
 * The value farthest outside the range between the first and the last value. It counts if it is outside by more than a
 * tenth of the distance between those two.
 */
function extremeOf({ quantity, values }: Series): string {
  const known = values.filter((value) => value !== undefined);
  const [first = 0] = known;
  const last = known.at(-1) ?? 0;
  if (known.length === 0 || isConstant(known)) return '';
  const [lowest, highest] = extent(known) as [number, number];
  const [low, high] = [Math.min(first, last), Math.max(first, last)];
  const height = quantity.scale === 'log' && lowest > 0 ? Math.log : identity;
  const below = lowest < low ? height(low) - height(lowest) : 0;
  const above = highest > high ? height(highest) - height(high) : 0;
  const range = high > low ? height(high) - height(low) : 0;
  if (!(Math.max(below, above) > range / 10)) return '';
  return above > below ? `max ${estimateText(highest)}` : `min ${estimateText(lowest)}`;
}

function identity(value: number): number {
  return value;
}

/** Adds a column of sparklines in the remaining width. */
function addSparklines(rows: string[][], all: readonly Series[], heading: string, columns: number): void {
  const widths = (rows[0] as string[]).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const room = columns - widths.reduce((sum, width) => sum + width + GAP, 0);
  if (room < MIN_CELLS) return;
  const cells = Math.min(MAX_CELLS, room);
  rows[0]?.push(heading.length <= cells ? heading : 'COURSE');
  for (const [index, { quantity, values }] of all.entries()) {
    rows[index + 1]?.push(sparkline(values, quantity.scale, cells));
  }
}
