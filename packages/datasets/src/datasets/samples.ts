import { type Dataset, LabError, type RandomStream, type Samples, z } from '@sharpness-lab/core';

/** Options that datasets of independent draws share. */
export const trainSizeOption = z.int().min(1).default(100).describe('number of training samples n');
export const testSizeOption = z.int().min(1).default(10_000).describe('number of test samples');

/** A training and a test set of independent draws, each from a stream of its own. */
export function independentSets(
  { trainSize, testSize }: Pick<Dataset, 'trainSize' | 'testSize'>,
  draw: (size: number, stream: RandomStream) => Samples,
): Pick<Dataset, 'trainSize' | 'testSize' | 'sample'> {
  return {
    trainSize,
    testSize,
    sample: (stream) => ({ train: draw(trainSize, stream.child('train')), test: draw(testSize, stream.child('test')) }),
  };
}

/**
 * Independent samples.
 *
 * @param draw fills an input x [dimension], which is zero
 * @param target y of an input
 * @throws LabError of kind `config` when the machine does not give that much memory
 */
export function drawSamples(
  size: number,
  dimension: number,
  draw: (x: Float32Array) => void,
  target: (x: Float32Array) => number,
): Samples {
  const inputs = allocateInputs(size, dimension);
  for (let i = 0; i < size; i++) draw(row(inputs, dimension, i));
  return labelled(inputs, dimension, target);
}

/** Inputs, row-major, with their targets. */
export function labelled(inputs: Float32Array, dimension: number, target: (x: Float32Array) => number): Samples {
  const size = inputs.length / dimension;
  const targets = new Float32Array(size);
  for (let i = 0; i < size; i++) targets[i] = target(row(inputs, dimension, i));
  return { size, dimension, inputs, targets };
}

function row(inputs: Float32Array, dimension: number, i: number): Float32Array {
  return inputs.subarray(i * dimension, (i + 1) * dimension);
}

function allocateInputs(size: number, dimension: number): Float32Array {
  try {
    return new Float32Array(size * dimension);
  } catch (error) {
    const gigabytes = ((4 * size * dimension) / 1e9).toFixed(1);
    const problem = `${size} samples of dimension ${dimension} take ${gigabytes} GB, more than an array may here`;
    const wayOut = 'lower dataset.dimension, dataset.trainSize or dataset.testSize';
    throw new LabError('config', `dataset: ${problem}; ${wayOut}`, { cause: error });
  }
}
