import { exponentOf, powerOfTwo, significandOf } from './bits.ts';
import { LN2_HIGH, LN2_LOW } from './ln2.ts';

/** ln 1.5 rounded to a multiple of 2^-42, so that its sum with a multiple of {@link LN2_HIGH} is exact, and the rest. */
const LN_1_5_HIGH = 0.40546510810827385;
const LN_1_5_LOW = -1.094708713660664e-13;

/** 2/3 rounded to single precision, and the rest. */
const TWO_THIRDS_HIGH = 0.6666666865348816;
const TWO_THIRDS_LOW = -1.9868214925130207e-8;

const SQRT_1_5 = 1.224744871391589;
const SQRT_3 = 1.7320508075688772;

const SMALLEST_NORMAL = powerOfTwo(-1022);

/**
 * ln x for positive finite x as a sum of two numbers, with a relative error below 2^-66.
 *
 * Reduction: x = 2^k (c + f), c = 1 or 1.5, so that ln x = k ln 2 + ln c + ln(1 + f / c) with s = f / (2 c + f) in
 * [-0.102, 0.102]; series of {@link logOfRatio}.
 *
 * @param parts where the two go, the larger one first
 */
export function logParts(x: number, parts: Float64Array): void {
  const scaled = x < SMALLEST_NORMAL ? x * powerOfTwo(54) : x;
  let k = exponentOf(scaled) - (x < SMALLEST_NORMAL ? 54 : 0);
  let m = significandOf(scaled);
  if (m >= SQRT_3) {
    m /= 2;
    k++;
  }
  const near1 = m < SQRT_1_5;
  const c = near1 ? 1 : 1.5;
  logOfRatio(m - c, c, parts);
  const ratio = parts[0] as number;
  const constant = k * LN2_HIGH + (near1 ? 0 : LN_1_5_HIGH);
  const constantRest = k * LN2_LOW + (near1 ? 0 : LN_1_5_LOW);
  const sum = constant + ratio;
  parts[0] = sum;
  parts[1] = constant - sum + ratio + ((parts[1] as number) + constantRest);
}

/**
 * ln(1 + f / c) = 2 atanh s = 2 (s + s^3 / 3 + s^5 / 5 + ... + s^21 / 21) with s = f / (2 c + f), |s| <= 0.102, as a sum
 * of two numbers; the remainder of the series is below 2^-70 of it. Products whose rounding errors would matter are
 * formed from halves of at most 24 and 29 bits, which makes them exact.
 */
export function logOfRatio(f: number, c: number, parts: Float64Array): void {
  const inverse = 1 / (2 * c + f);
  const denominatorHigh = Math.fround(2 * c + f);
  const denominatorLow = f - (denominatorHigh - 2 * c);
  const high = Math.fround(f * inverse);
  const low = (f - high * denominatorHigh - high * denominatorLow) * inverse;
  const squareHigh = high * high;
  const squareLow = low * (2 * high + low);
  const z = squareHigh + squareLow;
  const zz = z * z;
  const even = 3 / 5 + zz * (3 / 9 + zz * (3 / 13 + zz * (3 / 17 + zz * (3 / 21))));
  const odd = 3 / 7 + zz * (3 / 11 + zz * (3 / 15 + zz * (3 / 19)));
  // The series times 3 / (2 s) is 3 + s^2 + 3 s^4 / 5 + ..., which spares a rounded third.
  const rest = squareLow + zz * (even + z * odd);
  const seriesHigh = Math.fround(3 + (squareHigh + rest));
  const seriesLow = squareHigh - (seriesHigh - 3) + rest;
  const productHigh = high * seriesHigh;
  const productLow = high * seriesLow + low * (seriesHigh + seriesLow);
  const sumHigh = Math.fround(productHigh + productLow);
  const sumLow = productLow - (sumHigh - productHigh);
  parts[0] = sumHigh * TWO_THIRDS_HIGH;
  parts[1] = sumHigh * TWO_THIRDS_LOW + sumLow * (2 / 3);
}
