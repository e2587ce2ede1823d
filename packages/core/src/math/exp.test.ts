import { describe, expect, test } from 'vitest';
import { exp, expOfSum } from './exp.ts';
import { Decimal, exactly, largestError, outward, randomArguments } from './fixtures/accuracy.ts';

const { between, scaled, list } = randomArguments('exp');
const reference = (x: Decimal) => Decimal.exp(x.toSignificantDigits(100));

/** Arguments near which e^x passes the largest number, the smallest normal number and half the smallest number. */
const OVERFLOW = 709.782712893384;
const SUBNORMAL = -708.3964185322641;
const UNDERFLOW = -745.1332191019412;

describe('exp', () => {
  test.each([
    ['over the whole range', list(300, () => between(-745, 709.7))],
    ['near 0', list(400, () => between(-1, 1))],
    ['from tiny to large', list(400, () => scaled(-60, 9))],
    ['where the reduction changes', list(200, () => (Math.floor(between(-1000, 1000)) + 0.5) * Math.LN2)],
    ['where results are subnormal', list(200, () => between(UNDERFLOW, SUBNORMAL))],
    [
      'around the limits of the range',
      [OVERFLOW, SUBNORMAL, UNDERFLOW].flatMap((x) => list(21, () => outward(x, Math.floor(between(-20, 21))))),
    ],
  ])('is correct to 0.54 ulp %s', (_, args) => {
    const { ulps, at } = largestError(exp, reference, args);
    expect(ulps, `at ${at}`).toBeLessThan(0.54);
  });

  test('special values', () => {
    expect([0, -0, 1e-320, -1e-320, 2 ** -54].map(exp)).toEqual([1, 1, 1, 1, 1]);
    expect([Number.POSITIVE_INFINITY, 710, 1e300].map(exp)).toEqual(Array(3).fill(Number.POSITIVE_INFINITY));
    expect([Number.NEGATIVE_INFINITY, -746, -1e300].map(exp)).toEqual([0, 0, 0]);
    expect(exp(Number.NaN)).toBeNaN();
    expect(exp(1)).toBe(Math.E);
  });

  test('does not decrease from one number to the next', () => {
    for (const start of [0.34657359027997264, -0.34657359027997264, 1, -1, 345.6, SUBNORMAL, -740]) {
      const values = Array.from({ length: 2000 }, (_, step) => exp(outward(start, (step - 1000) * Math.sign(start))));
      expect(values).toEqual(values.toSorted((a, b) => a - b));
    }
  });

  test('a tail below the last place of the argument counts', () => {
    const { ulps, at } = largestError(
      (x) => expOfSum(x, x * 2 ** -54),
      (x) => reference(x.plus(x.times(exactly(2 ** -54)))),
      list(200, () => between(-740, 709)),
    );
    expect(ulps, `at ${at}`).toBeLessThan(0.54);
  });
});
