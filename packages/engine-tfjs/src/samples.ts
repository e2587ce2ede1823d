import type { Samples } from '@sharpness-lab/core';

/** The samples from `start` up to `end`, sharing the memory of `samples`. */
export function sliceSamples({ dimension, inputs, targets }: Samples, start: number, end: number): Samples {
  return {
    size: end - start,
    dimension,
    inputs: inputs.subarray(start * dimension, end * dimension),
    targets: targets.subarray(start, end),
  };
}

/** The samples with these indices, in this order. */
export function selectSamples({ dimension, inputs, targets }: Samples, indices: Int32Array): Samples {
  const size = indices.length;
  const selected = { size, dimension, inputs: new Float32Array(size * dimension), targets: new Float32Array(size) };
  indices.forEach((index, row) => {
    selected.inputs.set(inputs.subarray(index * dimension, (index + 1) * dimension), row * dimension);
    selected.targets[row] = targets[index] as number;
  });
  return selected;
}
