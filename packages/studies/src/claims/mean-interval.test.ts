import { rootStream } from '@sharpness-lab/core';
import { describe, expect, test } from 'vitest';
import { meanInterval } from './mean-interval.ts';

describe('meanInterval', () => {
  test('matches a worked example: 1, ..., 5 with t(0.975, 4) = 2.776445', () => {
    const { mean, deviation, low, high, n } = meanInterval([1, 2, 3, 4, 5]);
    expect([n, mean]).toEqual([5, 3]);
    expect(deviation).toBeCloseTo(Math.sqrt(2.5), 12);
    expect(high - mean).toBeCloseTo((2.776445 * Math.sqrt(2.5)) / Math.sqrt(5), 5);
    expect(mean - low).toBeCloseTo(high - mean, 12);
  });

  test('a single value has no bounded interval, equal values a point', () => {
    expect(meanInterval([7])).toMatchObject({ mean: 7, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY });
    expect(meanInterval([2, 2, 2])).toMatchObject({ mean: 2, low: 2, high: 2 });
    expect(() => meanInterval([])).toThrow('at least one value');
  });

  test('covers the true mean as often as it says, within 4 standard errors', () => {
    const stream = rootStream(11);
    // Sums of twelve uniforms are close to normal with mean 6.
    const draw = () => Array.from({ length: 12 }, () => stream.uniform()).reduce((a, b) => a + b, 0);
    const trials = 4000;
    let covered = 0;
    for (let trial = 0; trial < trials; trial++) {
      const { low, high } = meanInterval(Array.from({ length: 5 }, draw));
      if (low <= 6 && 6 <= high) covered++;
    }
    expect(Math.abs(covered / trials - 0.95)).toBeLessThan(4 * Math.sqrt((0.95 * 0.05) / trials));
  });
});
