import { describe, expect, test } from 'vitest';
import { Decimal, exactly, largestError, outward, randomArguments } from './fixtures/accuracy.ts';
import { log } from './log.ts';
import { logParts } from './log-parts.ts';

const { between, scaled, list } = randomArguments('log');
const reference = (x: Decimal) => Decimal.ln(x.toSignificantDigits(100));
const NEGATIVE = [-1e-320, -1, -1e300, Number.NEGATIVE_INFINITY];

/** Borders between reductions of the argument, and of the mantissa. */
const BORDERS = [1, Math.sqrt(1.5), 1.5, Math.sqrt(3), 2, Math.sqrt(3) / 2, 0.75, 0.5];

describe('log', () => {
  test.each([
    ['over all exponents', list(500, () => Math.abs(scaled(-1074, 1024)))],
    ['between 0.5 and 2', list(400, () => between(0.5, 2))],
    ['ever closer to 1', list(400, () => 1 + scaled(-52, -1))],
    ['next to 1', list(100, () => outward(1, Math.floor(between(-50, 51))))],
    ['where the reduction changes', BORDERS.flatMap((x) => list(21, () => outward(x, Math.floor(between(-9, 10)))))],
    ['on subnormal numbers', list(200, () => between(0, 2 ** -1022))],
  ])('is correct to 0.51 ulp %s', (_, args) => {
    const { ulps, at } = largestError(log, reference, args);
    expect(ulps, `at ${at}`).toBeLessThan(0.51);
  });

  test('special values', () => {
    expect([0, -0].map(log)).toEqual([Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]);
    expect(log(1)).toBe(0);
    expect(log(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
    expect(log(Number.MAX_VALUE)).toBe(709.782712893384);
    expect(log(Number.MIN_VALUE)).toBe(-744.4400719213812);
    for (const x of [...NEGATIVE, Number.NaN]) expect(log(x)).toBeNaN();
  });

  test('does not decrease from one number to the next', () => {
    for (const border of [...BORDERS, 2 ** -1022]) {
      const values = Array.from({ length: 2000 }, (_, step) => log(outward(border, step - 1000)));
      expect(values).toEqual(values.toSorted((a, b) => a - b));
    }
  });

  test('its two parts are correct to 2^-66', () => {
    const parts = new Float64Array(2);
    for (const [x] of list(200, () => Math.abs(scaled(-60, 60)))) {
      logParts(x, parts);
      const exact = reference(exactly(x));
      const sum = exactly(parts[0] as number).plus(exactly(parts[1] as number));
      expect(sum.dividedBy(exact).minus(1).abs().toNumber(), `at ${x}`).toBeLessThan(2 ** -66);
    }
  });
});
