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

/** What values never leave, and so no interval of their mean: accuracies are from 0 to 1. */
export interface ValueRange {
  readonly min: number;
  readonly max: number;
}

/**
 * The mean of independent values with Student's two-sided 95 % confidence interval,
 *
 *     mean +- t_{0.975, n-1} s / sqrt(n),
 *
 * as far as it lies in the range of the values. It is unbounded for a single value, which says nothing about spread.
 *
 * @throws RangeError for an empty list
 */
export function meanInterval(values: readonly number[], range?: ValueRange): MeanInterval {
  const n = values.length;
  if (n === 0) throw new RangeError('expected at least one value, got none');
  const mean = meanOf(values);
  if (n === 1) return { n, mean, deviation: 0, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1));
  const half = (tQuantile(0.975, n - 1) * deviation) / Math.sqrt(n);
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = range ?? {};
  return { n, mean, deviation, low: Math.max(min, mean - half), high: Math.min(max, mean + half) };
}
