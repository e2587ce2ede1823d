import { exp, expOfSum } from './exp.ts';
import { logParts } from './log-parts.ts';

/** The two parts of a logarithm, read back before the next call. */
const parts = new Float64Array(2);

/**
 * x^y with an error below 0.6 ulp (units in the last place), the same bits on every JavaScript engine: e^(y ln |x|), the
 * logarithm and its product with y carried as sums of two numbers.
 *
 * Special values are those of `Math.pow` in ECMAScript: pow(x, 0) = 1 even for NaN; NaN where x or y is NaN otherwise,
 * where |x| = 1 and y is infinite, and where x < 0 is finite and y finite but not whole. A negative x or -0 gives a
 * negative result where y is odd.
 */
export function pow(x: number, y: number): number {
  if (y === 0) return 1;
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
  const base = Math.abs(x);
  if (!Number.isFinite(y)) {
    if (base === 1) return Number.NaN;
    return base > 1 === y > 0 ? Number.POSITIVE_INFINITY : 0;
  }
  const negative = Math.abs(y % 2) === 1 && (x < 0 || Object.is(x, -0));
  const sign = negative ? -1 : 1;
  if (base === 0) return y > 0 ? sign * 0 : sign * Number.POSITIVE_INFINITY;
  if (base === Number.POSITIVE_INFINITY) return y > 0 ? sign * base : sign * 0;
  if (x < 0 && Math.floor(y) !== y) return Number.NaN;
  if (base === 1) return sign;
  logParts(base, parts);
  const high = parts[0] as number;
  const estimate = y * high;
  // Far beyond the range of results; products with such a y could overflow.
  if (Math.abs(estimate) > 1000) return sign * exp(estimate);
  // Halves of 24 and 29 bits have exact products.
  const logHigh = Math.fround(high);
  const logLow = high - logHigh + (parts[1] as number);
  const yHigh = Math.fround(y);
  const main = yHigh * logHigh;
  const rest = (y - yHigh) * logHigh + y * logLow;
  const exponent = main + rest;
  return sign * expOfSum(exponent, main - exponent + rest);
}
