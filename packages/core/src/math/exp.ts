import { powerOfTwo } from './bits.ts';
import { LN2_HIGH, LN2_LOW } from './ln2.ts';

/** Beyond these e^x overflows, or is less than half the smallest subnormal number. */
const LARGEST = 710;
const SMALLEST = -746;

/** ln 2^-1022: below it e^x is subnormal. */
const SMALLEST_NORMAL = -708.3964185322641;

/**
 * e^x with an error below 0.54 ulp (units in the last place), the same bits on every JavaScript engine.
 *
 * exp(Infinity) = Infinity, exp(-Infinity) = 0, exp(NaN) = NaN; results beyond the range become Infinity, subnormal or 0.
 */
export function exp(x: number): number {
  return expOfSum(x, 0);
}

/**
 * e^(x + tail) for a tail far below x, with an error below 0.54 ulp, subnormal results included.
 *
 * Reduction and power series: x + tail = k ln 2 + r with |r| <= (ln 2) / 2, e^(x + tail) = 2^k (1 + r + r^2 / 2! + ... +
 * r^14 / 14!). The remainder of the series is below 2^-62. 1 + r + r^2 / 2 is summed with its rounding errors carried along,
 * the square formed from halves of 24 and 29 bits, which makes their product exact.
 */
export function expOfSum(x: number, tail: number): number {
  if (!(x <= LARGEST)) return x > LARGEST ? Number.POSITIVE_INFINITY : Number.NaN;
  if (x < SMALLEST) return 0;
  const k = Math.floor(x * Math.LOG2E + 0.5);
  const head = x - k * LN2_HIGH;
  const rest = tail - k * LN2_LOW;
  const r = head + rest;
  const high = Math.fround(head);
  const low = head - high + rest;
  const halfSquare = 0.5 * high * high;
  const z = r * r;
  const even =
    1 / 24 + z * (1 / 720 + z * (1 / 40320 + z * (1 / 3628800 + z * (1 / 479001600 + z * (1 / 87178291200)))));
  const odd = 1 / 6 + z * (1 / 120 + z * (1 / 5040 + z * (1 / 362880 + z * (1 / 39916800 + z * (1 / 6227020800)))));
  const linear = 1 + head;
  const sum = linear + halfSquare;
  const carried = 1 - linear + head + (linear - sum + halfSquare);
  const correction = carried + (rest + 0.5 * low * (r + high) + z * (r * odd + z * even));
  if (x >= SMALLEST_NORMAL) {
    const y = sum + correction;
    return k === 1024 ? y * 2 * powerOfTwo(1023) : y * powerOfTwo(k);
  }
  // Adding 2^(-1022 - k) rounds at the last bit a subnormal result keeps, once rather than twice.
  const shift = powerOfTwo(-1022 - k);
  const shifted = shift + sum;
  const rounded = shifted + (sum - (shifted - shift) + correction) - shift;
  return rounded * powerOfTwo(k + 100) * powerOfTwo(-100);
}
