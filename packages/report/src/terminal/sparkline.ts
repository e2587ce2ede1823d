import type { Axis } from '../chart.ts';

const BOTTOM = '▁';
const TOP = '█';
const BLOCKS = [BOTTOM, '▂', '▃', '▄', '▅', '▆', '▇', TOP];
const GAP = ' ';
/** The character for a constant series, which is neither low nor high. */
const LEVEL = '▄';
/** Series whose values differ relatively by less than this count as constant: the rest is rounding. */
const TOLERANCE = 1e-6;

/**
 * A series as a row of block characters, the lowest value at the bottom and the highest at the top.
 *
 * @param values one for each cell, evenly thinned where they are more than `width`; those that are missing or not
 *   finite leave a gap
 * @param scale on a logarithmic scale, values that are not positive are at the bottom
 * @param width at most so many cells, at least 2
 */
export function sparkline(values: readonly (number | undefined)[], scale: Axis['scale'], width = 30): string {
  const cells = thinned(values, width).map((value) => (Number.isFinite(value) ? value : undefined));
  const known = cells.filter((value) => value !== undefined);
  if (isConstant(known)) return cells.map((value) => (value === undefined ? GAP : LEVEL)).join('');
  const height = (value: number) => (scale === 'log' ? Math.log(value) : value);
  const heights = known.filter((value) => scale === 'linear' || value > 0).map(height);
  const low = Math.min(...heights);
  const spread = Math.max(...heights) - low;
  const block = (value: number): string => {
    if (scale === 'log' && value <= 0) return BOTTOM;
    // Above zeros, a single value is the highest one.
    return spread === 0 ? TOP : (BLOCKS[Math.floor(((height(value) - low) / spread) * BLOCKS.length)] ?? TOP);
  };
  return cells.map((value) => (value === undefined ? GAP : block(value))).join('');
}

/** Whether values are equal up to rounding. */
export function isConstant(values: readonly number[]): boolean {
  const low = Math.min(...values);
  const high = Math.max(...values);
  return high - low <= TOLERANCE * Math.max(Math.abs(low), Math.abs(high));
}

/** Evenly spaced values, the first and the last among them. */
function thinned<T>(values: readonly T[], count: number): readonly T[] {
  if (values.length <= count) return values;
  return Array.from({ length: count }, (_, cell) => {
    return values[Math.round((cell * (values.length - 1)) / (count - 1))] as T;
  });
}
