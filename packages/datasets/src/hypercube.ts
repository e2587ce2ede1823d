import type { RandomStream, Samples } from '@sharpness-lab/core';
import { z } from '@sharpness-lab/core';

/** Options that datasets on the hypercube share. */
export const dimensionOption = z.int().min(2).default(30).describe('input dimension d');
export const testSizeOption = z.int().min(1).default(10_000).describe('number of test samples');

/** Independent draws from P_xor: x uniform on {-1, 1}^d, y = x[1] x[2]. */
export function drawXor(size: number, dimension: number, stream: RandomStream): Samples {
  const inputs = new Float32Array(size * dimension);
  for (let i = 0; i < inputs.length; i++) inputs[i] = stream.sign();
  return labelled(inputs, dimension);
}

/** Samples whose targets are x[1] x[2]. */
export function labelled(inputs: Float32Array, dimension: number): Samples {
  const size = inputs.length / dimension;
  const targets = new Float32Array(size);
  for (let i = 0; i < size; i++) {
    targets[i] = (inputs[i * dimension] as number) * (inputs[i * dimension + 1] as number);
  }
  return { size, dimension, inputs, targets };
}
