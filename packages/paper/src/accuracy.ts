import type { MeanInterval, ValueRange } from '@sharpness-lab/studies';

/** The range of accuracies, as their metric declares it, and that of differences between two. */
export const ofAccuracy = { min: 0, max: 1 } as const satisfies ValueRange;
export const ofDifference = { min: -1, max: 1 } as const satisfies ValueRange;

/** The range of a metric; undefined for those that are no accuracies. */
export function rangeOf(metric: string): ValueRange | undefined {
  return metric.endsWith('-accuracy') ? ofAccuracy : undefined;
}

/**
 * A mean with the sample standard deviation, `0.750 +- 0.050`. Where mean and deviation together leave the range, each side
 * has its own distance, and the one to the end of the range is shorter: `0.986 +0.014 -0.020`.
 */
export function spreadText(
  { mean, deviation }: Pick<MeanInterval, 'mean' | 'deviation'>,
  digits: number,
  { min, max }: ValueRange = { min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY },
): string {
  const [below, above] = [Math.min(deviation, mean - min), Math.min(deviation, max - mean)].map((side) =>
    side.toFixed(digits),
  );
  return `${mean.toFixed(digits)} ${above === below ? `+- ${below}` : `+${above} -${below}`}`;
}
