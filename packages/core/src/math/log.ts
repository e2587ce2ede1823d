import { logParts } from './log-parts.ts';

/** The two parts of a logarithm, read back before the next call. */
const parts = new Float64Array(2);

/**
 * The natural logarithm, with an error below 0.51 ulp (units in the last place), the same bits on every JavaScript
 * engine. Method: {@link logParts}.
 *
 * log(0) = -Infinity, log(Infinity) = Infinity, log(x) = NaN for x < 0 and for NaN.
 */
export function log(x: number): number {
  if (!(x > 0) || x === Number.POSITIVE_INFINITY) return logAtLimits(x);
  logParts(x, parts);
  return (parts[0] as number) + (parts[1] as number);
}

/** The logarithm of what has no finite one: 0, Infinity, negative numbers, NaN. */
export function logAtLimits(x: number): number {
  if (x === 0) return Number.NEGATIVE_INFINITY;
  return x > 0 ? x : Number.NaN;
}
