import { rootStream } from '@sharpness-lab/core';
import { createPlugin } from '@sharpness-lab/core/testing';
import { describe, expect, test } from 'vitest';
import { correlations, meanWithin, rowsOf } from '../fixtures/moments.ts';
import unitCircle from './unit-circle.ts';

const size = 4000;
const sample = (dimension: number, radius?: number) =>
  createPlugin(unitCircle, { dimension, radius, trainSize: size, testSize: 1 }).sample(rootStream(2)).train;

describe.each([
  [2, undefined, 1],
  [3, 1, 1],
  [3, undefined, Math.sqrt(3)],
  [8, 5, 5],
])('unit-circle in %i dimensions of radius %s', (dimension, radius, R) => {
  const train = sample(dimension, radius);
  const rows = rowsOf(train);

  test('norms: 1 for (x[1], x[2]), R for x', () => {
    for (const x of rows) {
      expect(Math.hypot(...x.slice(0, 2))).toBeCloseTo(1, 6);
      expect(Math.hypot(...x)).toBeCloseTo(R, 6);
    }
  });

  test('the angle is uniform: its first eight harmonics vanish within 4 standard errors', () => {
    for (let k = 1; k <= 8; k++) {
      for (const wave of [Math.cos, Math.sin]) {
        meanWithin(
          4,
          rows.map(([a = 0, b = 0]) => wave(k * Math.atan2(b, a))),
          0,
          1 / 2,
        );
      }
    }
  });

  test('y = x[1] x[2]', () => {
    expect([...train.targets]).toEqual(rows.map(([a = 0, b = 0]) => Math.fround(a * b)));
  });
});

describe('the other coordinates', () => {
  test.each([
    [3, undefined, Math.sqrt(3)],
    [8, 5, 5],
  ])(
    'in %i dimensions of radius %s are uniform on their sphere and independent of the circle',
    (dimension, radius, R) => {
      const rows = rowsOf(sample(dimension, radius));
      const rest = dimension - 2;
      const variance = (R ** 2 - 1) / rest;
      // E x^4 = 3 r^4 / (m (m + 2)) on the sphere of radius r in m dimensions.
      const fourth = (3 * (R ** 2 - 1) ** 2) / (rest * (rest + 2));
      for (let k = 2; k < dimension; k++) {
        const x = rows.map((row) => row[k] as number);
        meanWithin(4, x, 0, variance);
        meanWithin(
          4,
          x.map((value) => value ** 2),
          variance,
          fourth - variance ** 2,
        );
      }
      expect(Math.max(...correlations(rows))).toBeLessThan(4.5 / Math.sqrt(size));
      const harmonics = rows.map(([a = 0, b = 0, ...others]) => [2 * a * b, a * a - b * b, ...others]);
      expect(Math.max(...correlations(harmonics))).toBeLessThan(4.5 / Math.sqrt(size));
    },
  );

  test('are 0 at radius 1', () => {
    for (const [, , ...others] of rowsOf(sample(4, 1))) expect(others.map(Math.abs)).toEqual([0, 0]);
  });
});

describe('targets', () => {
  const cases: { cosines?: number[]; sines?: number[] }[] = [
    { cosines: [0.7] },
    { cosines: [0, 1] },
    { sines: [1] },
    { cosines: [0.1, -2, 0, 0.5], sines: [3, 0, 0, 0, -0.25] },
    { cosines: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], sines: [] },
    { cosines: [], sines: [] },
  ];
  test.each(cases)('equal the sum of cosines and sines of the angle: %j', ({ cosines, sines }) => {
    const options = { dimension: 4, cosines, sines, trainSize: 500, testSize: 1 };
    const { train } = createPlugin(unitCircle, options).sample(rootStream(3));
    const slopes = [...(cosines ?? []).map((a, k) => k * a), ...(sines ?? []).map((b, k) => (k + 1) * b)];
    const lipschitz = slopes.reduce((sum, slope) => sum + Math.abs(slope), 0);
    for (const [i, [a = 0, b = 0]] of rowsOf(train).entries()) {
      const phi = Math.atan2(b, a);
      const even = (cosines ?? []).reduce((sum, c, k) => sum + c * Math.cos(k * phi), 0);
      const odd = (sines ?? []).reduce((sum, c, k) => sum + c * Math.sin((k + 1) * phi), 0);
      // The inputs, and with them the angle, are rounded to single precision.
      expect(Math.abs((train.targets[i] as number) - even - odd)).toBeLessThanOrEqual(1e-6 * (1 + lipschitz));
    }
  });
});

test.each([
  [{ dimension: 2, radius: 1.5 }, 'dataset.radius: expected 1 in two dimensions, got 1.5'],
  [{ dimension: 5, radius: 0.9 }, 'radius: expected a number >= 1, got 0.9'],
])('refuses %j', (options, message) => {
  expect(() => createPlugin(unitCircle, options)).toThrow(message);
});
