import { reduceByHalfPi } from './half-pi.ts';

/** Below it sin x rounds to x. */
const TINY = 2 ** -27;

/** -1/3! rounded to single precision, and the rest. */
const MINUS_SIXTH_HIGH = -0.1666666716337204;
const MINUS_SIXTH_LOW = 4.967053731282552e-9;

/** The argument in [-pi/4, pi/4] as a sum of two numbers, read back before the next call. */
const parts = new Float64Array(2);

/**
 * sin x for every finite x, with an error below 0.6 ulp (units in the last place), the same bits on every JavaScript
 * engine. Method: reduction to [-pi/4, pi/4] by {@link reduceByHalfPi}, then the power series of sine or cosine.
 *
 * sin(-0) = -0; NaN for infinite x and for NaN.
 */
export function sin(x: number): number {
  if (Math.abs(x) < TINY) return x;
  return Math.sign(x) * sineOfQuarter(Math.abs(x), 0);
}

/**
 * cos x for every finite x, with an error below 0.6 ulp (units in the last place), the same bits on every JavaScript
 * engine. Method: that of {@link sin}.
 *
 * NaN for infinite x and for NaN.
 */
export function cos(x: number): number {
  return sineOfQuarter(Math.abs(x), 1);
}

/** sin(x + quarters pi / 2) for x >= 0. */
function sineOfQuarter(x: number, quarters: 0 | 1): number {
  if (!Number.isFinite(x)) return Number.NaN;
  const n = reduceByHalfPi(x, parts) + quarters;
  const r = parts[0] as number;
  const rest = parts[1] as number;
  const value = (n & 1) === 0 ? sineSeries(r, rest) : cosineSeries(r, rest);
  return (n & 2) === 0 ? value : -value;
}

/**
 * sin(r + rest) = (r + rest) (1 + w), w = -r^2 / 3! + ... + r^16 / 17!, for |r| <= pi/4; the remainder of the series is
 * below 2^-63. The first term of w and the product are formed from halves of at most 24 and 29 bits, which makes them
 * exact, and r + r w is summed with its rounding error carried along.
 */
function sineSeries(r: number, rest: number): number {
  const high = Math.fround(r);
  const low = r - high + rest;
  const square = high * high;
  const squareRest = low * (r + high);
  const z = square + squareRest;
  const zHigh = Math.fround(z);
  const zLow = square - zHigh + squareRest;
  const zz = z * z;
  const even = 1 / 120 + zz * (1 / 362880 + zz * (1 / 6227020800 + zz * (1 / 355687428096000)));
  const odd = -1 / 5040 + zz * (-1 / 39916800 + zz * (-1 / 1307674368000));
  const w = zHigh * MINUS_SIXTH_HIGH;
  const wRest = zLow * (-1 / 6) + zHigh * MINUS_SIXTH_LOW + zz * (even + z * odd);
  const wHigh = Math.fround(w + wRest);
  const wLow = w - wHigh + wRest;
  const product = high * wHigh;
  const sum = r + product;
  const carried = r - sum + product;
  return sum + (carried + (rest + (low * wHigh + r * wLow)));
}

/**
 * cos(r + rest) = 1 - r^2 / 2 + (r^4 / 4! - ... + r^16 / 16! - r rest) for |r| <= pi/4; the remainder of the series is
 * below 2^-58. The square is formed from halves of 24 and 29 bits, and 1 - r^2 / 2 is summed with its rounding error
 * carried along.
 */
function cosineSeries(r: number, rest: number): number {
  const high = Math.fround(r);
  const low = r - high + rest;
  const halfSquare = 0.5 * high * high;
  const sum = 1 - halfSquare;
  const carried = 1 - sum - halfSquare;
  const z = r * r;
  const zz = z * z;
  const even = 1 / 24 + zz * (1 / 40320 + zz * (1 / 479001600 + zz * (1 / 20922789888000)));
  const odd = -1 / 720 + zz * (-1 / 3628800 + zz * (-1 / 87178291200));
  return sum + (carried - 0.5 * low * (r + high) + zz * (even + z * odd));
}
