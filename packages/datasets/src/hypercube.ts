import { log, type RandomStream, type Samples, z } from '@sharpness-lab/core';
import { drawSamples } from './samples.ts';

/** Options that datasets on the hypercube share. */
export const dimensionOption = z.int().min(2).default(30).describe('input dimension d');
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

/** x[1] x[2]. */
export function product(x: Float32Array): number {
  return (x[0] as number) * (x[1] as number);
}

/** Independent inputs uniform on {-1, 1}^d, with their targets. */
export function drawHypercube(
  size: number,
  dimension: number,
  target: (x: Float32Array) => number,
  stream: RandomStream,
): Samples {
  const draw = (x: Float32Array) => {
    for (let k = 0; k < dimension; k++) x[k] = stream.sign();
  };
  return drawSamples(size, dimension, draw, target);
}
