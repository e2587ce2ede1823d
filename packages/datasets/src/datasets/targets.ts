import { log, z } from '@sharpness-lab/core';

/** x[1] x[2]. */
export function product(x: Float32Array): number {
  return (x[0] as number) * (x[1] as number);
}

/** |x[1]| - |x[2]|, which a network without bias can equal: it is a sum of four relu(w . x) with weights +-1. */
export function absDifference(x: Float32Array): number {
  return Math.abs(x[0] as number) - Math.abs(x[1] as number);
}

/** The option p of {@link xorTarget}. */
export const labelSmoothingOption = z
  .number()
  .gt(0)
  .lt(0.5)
  .optional()
  .describe('p: y = x[1] x[2] ln((1 - p) / p), the minimum of the logistic loss with label smoothing p');

/**
 * The target function x[1] x[2], or, with label smoothing p, x[1] x[2] ln((1 - p) / p): the output at which the
 * logistic loss of the label x[1] x[2] with label smoothing p is least.
 */
export function xorTarget(labelSmoothing: number | undefined): (x: Float32Array) => number {
  if (labelSmoothing === undefined) return product;
  const size = log((1 - labelSmoothing) / labelSmoothing);
  return (x) => size * product(x);
}
