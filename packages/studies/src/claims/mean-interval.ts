import { mean as meanOf } from '@sharpness-lab/core';
import { tQuantile } from '../vendor/t-quantile.ts';

/** A mean with its sample standard deviation and a confidence interval. */
export interface MeanInterval {
  readonly n: number;
  readonly mean: number;
  /** Sample standard deviation; 0 for a single value. */
  readonly deviation: number;
  readonly low: number;
  readonly high: number;
}

/**
 * The mean of independent values with Student's two-sided confidence interval,
 *
 *     mean +- t_{(1 + level)/2, n-1} s / sqrt(n),
 *
 * unbounded for a single value, which says nothing about spread.
 *
 * @throws RangeError for an empty list
 */
export function meanInterval(values: readonly number[], level = 0.95): MeanInterval {
  const n = values.length;
  if (n === 0) throw new RangeError('expected at least one value, got none');
  const mean = meanOf(values);
  if (n === 1) return { n, mean, deviation: 0, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1));
  const half = (tQuantile((1 + level) / 2, n - 1) * deviation) / Math.sqrt(n);
  return { n, mean, deviation, low: mean - half, high: mean + half };
}
