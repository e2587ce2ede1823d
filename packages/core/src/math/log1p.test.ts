import { describe, expect, test } from 'vitest';
import { Decimal, largestError, randomArguments } from './fixtures/accuracy.ts';
import { log1p } from './log1p.ts';

const { between, scaled, list } = randomArguments('log1p');

describe('log1p', () => {
  /** ln(1 + x); below 10^-15 by its power series, whose fifth term is beyond 60 digits of the first. */
  const exact = (value: Decimal) => {
    const x = value.toSignificantDigits(100);
    if (x.abs().greaterThan(1e-15)) return Decimal.ln(x.plus(1));
    const terms = [1, 2, 3, 4].map((n) => x.pow(n).dividedBy(n % 2 === 1 ? n : -n));
    return Decimal.sum(...terms);
  };

  test.each([
    ['over all exponents', list(500, () => Math.abs(scaled(-1074, 1024)))],
    ['on small numbers', list(500, () => scaled(-80, -2))],
    ['between -1 and 3', list(500, () => between(-1, 3))],
    ['ever closer to -1', list(300, () => -1 + Math.abs(scaled(-52, -1)))],
    [
      'where the method changes',
      [-0.13, 0.22, 2 ** -54, 1, 0.5].flatMap((x) => list(50, () => x * between(0.99, 1.01))),
    ],
  ])('is correct to 0.51 ulp %s', (_, args) => {
    const { ulps, at } = largestError(log1p, exact, args);
    expect(ulps, `at ${at}`).toBeLessThan(0.51);
  });

  test('special values', () => {
    for (const x of [0, -0, 1e-320, -1e-320, 1e-20]) expect(log1p(x)).toBe(x);
    expect(log1p(-1)).toBe(Number.NEGATIVE_INFINITY);
    expect(log1p(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
    expect(log1p(Number.MAX_VALUE)).toBe(709.782712893384);
    for (const x of [-1.0000000000000002, -1e300, Number.NEGATIVE_INFINITY, Number.NaN]) expect(log1p(x)).toBeNaN();
  });
});
