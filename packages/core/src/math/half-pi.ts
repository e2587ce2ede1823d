import { exponentOf, powerOfTwo } from './bits.ts';

/** pi / 2 = A + B + C + D: three parts of 33 bits, whose products with integers up to 2^20 are exact, and the rest. */
const A = 1.5707963267341256;
const B = 6.077100506303966e-11;
const C = 2.0222662487111665e-21;
const D = 8.4784276603689e-32;

/** pi / 2 rounded to single precision, and the rest. */
const HALF_PI_HIGH = 1.5707963705062866;
const HALF_PI_LOW = -4.3711390001862426e-8;

/** Up to it a number is reduced by subtraction, beyond by its product with 2 / pi. */
const LARGE = 2 ** 20;

/**
 * The whole n, modulo 4, that brings x - n pi / 2 into [-pi/4, pi/4] (up to rounding), for finite x >= 0; the difference
 * goes to `parts` as a sum of two numbers, with a relative error below 2^-66 however close x comes to n pi / 2.
 *
 * Up to 2^20 by subtraction of n pi / 2 in four parts (Cody, Waite, "Software Manual for the Elementary Functions",
 * 1980), beyond by {@link reduceLarge}.
 *
 * @param parts where the two go, the larger one first
 */
export function reduceByHalfPi(x: number, parts: Float64Array): number {
  if (x > LARGE) return reduceLarge(x, parts);
  const n = Math.floor(x * (2 / Math.PI) + 0.5);
  const exact = x - n * A;
  const b = n * B;
  const first = exact - b;
  const firstRest = differenceRest(exact, b, first);
  const c = n * C;
  const second = first - c;
  const rest = firstRest + differenceRest(first, c, second) - n * D;
  const high = second + rest;
  parts[0] = high;
  parts[1] = second - high + rest;
  return n & 3;
}

/** The rounding error of the difference of a and b (Knuth). */
function differenceRest(a: number, b: number, difference: number): number {
  const taken = a - difference;
  return a - (difference + taken) + (taken - b);
}

const DIGIT = 24;
const RADIX = 2 ** 24;

/** The first 1200 bits of 2 / pi, in 50 digits to the base 2^24. */
const TWO_OVER_PI = Float64Array.from(
  (
    'a2f9836e4e441529fc2757d1f534ddc0db6295993c439041fe5163abdebbc561b7246e3a424dd2e006492eea09d1921cfe1deb1cb129' +
    'a73ee88235f52ebb4484e99c7026b45f7e413991d639835339f49c845f8bbdf9283b1ff897ffde05980fef2f118b5a0a6d1f6d367ecf' +
    '27cb09b74f463f669e5fea2d7527bac7ebe5f17b3d0739f78a5292ea6bfb5fb11f8d5d0856033046fc7b'
  ).match(/.{6}/g) as readonly string[],
  (digits) => Number.parseInt(digits, 16),
);

/** Digits of x, lowest first, and of x * 2 / pi from the units on: seven of the fraction keep 168 bits. */
const factor = new Float64Array(4);
const product = new Float64Array(8);

/**
 * {@link reduceByHalfPi} for x > 2^20: the digits of x times those digits of 2 / pi that do not only contribute
 * multiples of 4; all sums stay below 2^53, so they are exact.
 *
 * Source: Payne, Hanek, "Radian Reduction for Trigonometric Functions", 1983.
 */
function reduceLarge(x: number, parts: Float64Array): number {
  const exponent = exponentOf(x) - 52;
  const lowest = Math.floor(exponent / DIGIT);
  // x = (sum_j factor[j] RADIX^j) RADIX^lowest.
  let rest = x * powerOfTwo(-exponent) * powerOfTwo(exponent - DIGIT * lowest);
  for (let j = 3; j >= 0; j--) {
    const weight = powerOfTwo(DIGIT * j);
    const digit = Math.floor(rest / weight);
    factor[j] = digit;
    rest -= digit * weight;
  }
  let carry = 0;
  for (let p = 7; p >= 0; p--) {
    let sum = carry;
    for (let j = 0; j < 4; j++) sum += (factor[j] as number) * (TWO_OVER_PI[lowest + j + p - 1] ?? 0);
    carry = Math.floor(sum / RADIX);
    product[p] = sum - carry * RADIX;
  }
  // A fraction of half a unit or more counts from the next integer, downwards.
  const down = (product[1] as number) >= RADIX / 2;
  let high = 0;
  let low = 0;
  for (let p = 1; p < 8; p++) {
    const digit = product[p] as number;
    const term = (down ? digit - (RADIX - 1) : digit) * powerOfTwo(-DIGIT * p);
    const sum = high + term;
    low += term - (sum - high);
    high = sum;
  }
  const fractionHigh = Math.fround(high);
  const fractionLow = high - fractionHigh + low;
  const main = fractionHigh * HALF_PI_HIGH;
  const correction = fractionLow * (Math.PI / 2) + fractionHigh * HALF_PI_LOW;
  const result = main + correction;
  parts[0] = result;
  parts[1] = main - result + correction;
  return ((product[0] as number) + (down ? 1 : 0)) & 3;
}
