import { rootStream } from '@sharpness-lab/core';
import { createPlugin } from '@sharpness-lab/core/testing';
import { describe, expect, test } from 'vitest';
import { correlations, meanWithin, rowsOf } from '../fixtures/moments.ts';
import uniformBall from './uniform-ball.ts';

describe.each([
  [2, 1],
  [10, undefined],
  [300, 0.5],
])('uniform-ball in %i dimensions of radius %s', (dimension, radius) => {
  const size = 4000;
  const { train } = createPlugin(uniformBall, { dimension, radius, trainSize: size, testSize: 1 }).sample(
    rootStream(5),
  );
  const R = radius ?? Math.sqrt(dimension);
  const rows = rowsOf(train);
  /** (||x|| / R)^d, uniform on [0, 1] for the uniform distribution in the ball. */
  const volumes = rows.map((x) => (Math.hypot(...x) / R) ** dimension).sort((a, b) => a - b);

  test('the share of volume within a sample is uniform (Kolmogorov, Smirnov, at level 0.001)', () => {
    const distances = volumes.map((volume, i) => Math.max(volume - i / size, (i + 1) / size - volume));
    expect(Math.sqrt(size) * Math.max(...distances)).toBeLessThan(1.95);
    expect(volumes.at(-1)).toBeLessThan(1 + 1e-6 * dimension);
  });

  test('coordinates have mean 0, covariance R^2 / (d + 2) and fourth moment 3 R^4 / ((d + 2)(d + 4))', () => {
    const variance = R ** 2 / (dimension + 2);
    const fourth = (3 * R ** 4) / ((dimension + 2) * (dimension + 4));
    const eighth = (105 * R ** 8) / ((dimension + 2) * (dimension + 4) * (dimension + 6) * (dimension + 8));
    for (const k of [0, 1, dimension - 1]) {
      const x = rows.map((row) => row[k] as number);
      meanWithin(4, x, 0, variance);
      meanWithin(
        4,
        x.map((value) => value ** 2),
        variance,
        fourth - variance ** 2,
      );
      meanWithin(
        4,
        x.map((value) => value ** 4),
        fourth,
        eighth - fourth ** 2,
      );
    }
    expect(Math.max(...correlations(rows.map((x) => x.slice(0, 6))))).toBeLessThan(4.5 / Math.sqrt(size));
  });

  test('y = |x[1]| - |x[2]|', () => {
    expect([...train.targets]).toEqual(rows.map(([a = 0, b = 0]) => Math.fround(Math.abs(a) - Math.abs(b))));
  });
});
