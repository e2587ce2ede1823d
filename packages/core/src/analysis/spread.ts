/** The quartiles of repeated measurements. */
export interface Spread {
  readonly n: number;
  readonly min: number;
  /** First quartile. */
  readonly low: number;
  readonly median: number;
  /** Third quartile. */
  readonly high: number;
}

/**
 * Minimum and quartiles, interpolated linearly between neighbouring values: the quantile p of x_0 <= ... <= x_{n-1} is
 * the value at position p (n - 1).
 *
 * Source: Hyndman, Fan, "Sample Quantiles in Statistical Packages", 1996, definition 7.
 *
 * @throws RangeError for an empty list
 */
export function spreadOf(values: readonly number[]): Spread {
  if (values.length === 0) throw new RangeError('expected at least one value, got none');
  const sorted = values.toSorted((a, b) => a - b);
  return {
    n: sorted.length,
    min: sorted[0] as number,
    low: quantile(sorted, 0.25),
    median: quantile(sorted, 0.5),
    high: quantile(sorted, 0.75),
  };
}

function quantile(sorted: readonly number[], p: number): number {
  const position = p * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below] as number;
  const high = sorted[Math.ceil(position)] as number;
  return low + (position - below) * (high - low);
}
