import { type RandomStream, type Samples, z } from '@sharpness-lab/core';
import { drawSamples } from './samples.ts';

/** The option d of datasets on the hypercube. */
export const dimensionOption = z.int().min(2).default(30).describe('input dimension d');

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
