import { formatCount, formatSignificant, formatTable, type MeasuredPoint } from '@sharpness-lab/core';
import { isConstant, quantity, sparkline } from '@sharpness-lab/report';
import { extent } from 'd3-array';

const STANDARD_ERROR = '-standard-error';
const GAP = 2;
const MIN_CELLS = 8;
const MAX_CELLS = 30;

/** A metric over a run; undefined where it was not measured. */
interface Series {
  readonly name: string;
  readonly values: readonly (number | undefined)[];
  /** The standard error of the last value, if the metric is an estimate. */
  readonly error: number | undefined;
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
export function metricTable(measurements: readonly MeasuredPoint[], layout: Layout): string {
  const all = seriesOf(measurements);
  const last = measurements.at(-1);
  if (measurements.length < 2 || last === undefined) {
    return formatTable(all.map((series) => [series.name, lastOf(series)]));
  }
  const rows = [
    ['METRIC', 'START', 'LAST', 'EXTREME'],
    ...all.map((series) => [series.name, digitsOf(series.values[0]), lastOf(series), extremeOf(series)]),
  ];
  if (all.every((series) => extremeOf(series) === '')) for (const row of rows) row.pop();
  if (layout.blocks) addSparklines(rows, all, `EPOCH 0 TO ${formatCount(last.epoch)}`, layout.columns);
  return formatTable(rows);
}

/** Five significant digits. */
export function digits(value: number): string {
  return formatSignificant(value, 5);
}

/** Metric names without those of standard errors, in the order of the measurement with most of them. */
export function metricNames(measured: readonly Readonly<Record<string, number>>[]): string[] {
  const all = measured.map((values) => Object.keys(values)).sort((a, b) => b.length - a.length);
  return [...new Set(all.flat())].filter((name) => !name.endsWith(STANDARD_ERROR));
}

function seriesOf(measurements: readonly MeasuredPoint[]): Series[] {
  return metricNames(measurements.map(({ values }) => values)).map((name) => ({
    name,
    values: measurements.map(({ values }) => values[name]),
    error: measurements.at(-1)?.values[`${name}${STANDARD_ERROR}`],
  }));
}

function digitsOf(value: number | undefined): string {
  return value === undefined ? '-' : digits(value);
}

function lastOf({ values, error }: Series): string {
  const last = digitsOf(values.at(-1));
  return error === undefined ? last : `${last} ± ${digits(error)}`;
}

/**
 * The value farthest outside the range between the first and the last value. It counts if it is outside by more than a
 * tenth of the distance between those two.
 */
function extremeOf({ name, values }: Series): string {
  const known = values.filter((value) => value !== undefined);
  const [first = 0] = known;
  const last = known.at(-1) ?? 0;
  if (isConstant(known)) return '';
  const [lowest, highest] = extent(known) as [number, number];
  const [low, high] = [Math.min(first, last), Math.max(first, last)];
  const height = quantity(name).scale === 'log' && lowest > 0 ? Math.log : identity;
  const below = lowest < low ? height(low) - height(lowest) : 0;
  const above = highest > high ? height(highest) - height(high) : 0;
  const range = high > low ? height(high) - height(low) : 0;
  if (!(Math.max(below, above) > range / 10)) return '';
  return above > below ? `max ${digits(highest)}` : `min ${digits(lowest)}`;
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
  for (const [index, { name, values }] of all.entries()) {
    rows[index + 1]?.push(sparkline(values, quantity(name).scale, cells));
  }
}
