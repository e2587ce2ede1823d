import { LabError } from '@sharpness-lab/core';
import { createPlugin } from '@sharpness-lab/core/testing';
import { Decimal } from 'decimal.js';
import { describe, expect, test } from 'vitest';
import logistic from './logistic.ts';

const Exact = Decimal.clone({ precision: 60 });

/** Value and derivatives as defined, with so many digits that nothing cancels. */
function exactly(p: number, f: number, y: number) {
  const log1pExp = (z: number) => new Exact(z).exp().plus(1).ln();
  const sigma = new Exact(1).div(new Exact(-f).exp().plus(1));
  const label = new Exact(0.5).plus(new Exact(0.5).minus(p).times(y));
  return {
    value: new Exact(1)
      .minus(p)
      .times(log1pExp(-y * f))
      .plus(new Exact(p).times(log1pExp(y * f))),
    firstDerivative: sigma.minus(label),
    secondDerivative: sigma.times(new Exact(1).minus(sigma)),
  };
}

describe.each([0, 0.2, 0.49])('logistic loss with label smoothing %d', (labelSmoothing) => {
  const loss = createPlugin(logistic, { labelSmoothing });

  test.each([0, 0.25, 1, 5, 30, 80])('is accurate to the last digits at f = +-%d', (size) => {
    for (const f of [size, -size]) {
      for (const y of [-1, 1]) {
        const expected = exactly(labelSmoothing, f, y);
        for (const key of ['value', 'firstDerivative', 'secondDerivative'] as const) {
          const error = new Exact(loss[key](f, y)).minus(expected[key]).abs();
          // The scale of what is added up: where the two terms of the first derivative cancel, their rounding remains.
          const scale = key === 'firstDerivative' && labelSmoothing > 0 ? new Exact(1) : expected[key].abs();
          expect(error.lte(scale.times(1e-15)), `${key} at f=${f}, y=${y}`).toBe(true);
        }
      }
    }
  });

  test('is linear far out: the weight of the label against the output times |f|', () => {
    const given = 1 - labelSmoothing;
    for (const y of [-1, 1]) {
      expect(loss.value(-1e4 * y, y)).toBeCloseTo(1e4 * given, 8);
      expect(loss.value(1e4 * y, y)).toBeCloseTo(1e4 * labelSmoothing, 8);
      expect(loss.firstDerivative(-1e4 * y, y)).toBeCloseTo(-y * given, 15);
      expect(loss.firstDerivative(1e4 * y, y)).toBeCloseTo(y * labelSmoothing, 15);
      expect([loss.secondDerivative(1e4, y), loss.secondDerivative(-1e4, y)]).toEqual([0, 0]);
    }
  });

  test('is linear in the target, so it is defined between the labels', () => {
    for (const f of [-2, 0.4, 3]) {
      for (const key of ['value', 'firstDerivative', 'secondDerivative'] as const) {
        const between = 0.25 * loss[key](f, -1) + 0.75 * loss[key](f, 1);
        expect(loss[key](f, 0.5)).toBeCloseTo(between, 14);
      }
    }
  });
});

test('without smoothing, a right output costs less than a wrong one, and the label given is the one that counts', () => {
  const loss = createPlugin(logistic, { labelSmoothing: 0.2 });
  expect(loss.value(1, 1)).toBeLessThan(loss.value(-1, 1));
  expect(loss.value(-1, -1)).toBeLessThan(loss.value(1, -1));
  expect(createPlugin(logistic, {}).value(0, 1)).toBeCloseTo(Math.LN2, 15);
});

test.each([-0.1, 0.5, 1])('refuses label smoothing %d', (labelSmoothing) => {
  expect(() => createPlugin(logistic, { labelSmoothing })).toThrow(LabError);
});
