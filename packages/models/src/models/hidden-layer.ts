import type { Samples } from '@sharpness-lab/core';

/** A first layer: W1 [width, d] and, if it has a bias, b1 [width]. */
interface FirstLayer {
  readonly W1: Float32Array;
  readonly b1?: Float32Array;
}

/**
 * Pre-activations of the first hidden layer in double precision: a_ij = W1_j . x_i + b1_j, n x width row-major. Without
 * a parameter `b1` the bias is zero.
 */
export function preActivations({ W1, b1 }: FirstLayer, { inputs, size, dimension }: Samples): Float64Array {
  const width = W1.length / dimension;
  const result = new Float64Array(size * width);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < width; j++) {
      let sum = b1 === undefined ? 0 : (b1[j] as number);
      for (let k = 0; k < dimension; k++) {
        sum += (W1[j * dimension + k] as number) * (inputs[i * dimension + k] as number);
      }
      result[i * width + j] = sum;
    }
  }
  return result;
}

/**
 * ||x'_i||^2 for x' = x, or x' = [x, 1] where the layer has a bias.
 *
 * @param bias 1 with a bias, 0 without
 */
export function squaredInputNorms({ inputs, size, dimension }: Samples, bias: 0 | 1): Float64Array {
  const result = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    let sum: number = bias;
    for (let k = 0; k < dimension; k++) {
      const x = inputs[i * dimension + k] as number;
      sum += x * x;
    }
    result[i] = sum;
  }
  return result;
}

/** Sums over the active neurons of one sample, those with a_j > 0. */
export interface ActiveSums {
  /** sum_j W2_j a_j. */
  readonly weighted: number;
  /** sum_j a_j^2. */
  readonly squares: number;
  /** sum_j W2_j^2. */
  readonly outgoing: number;
  /** The number of active neurons. */
  readonly active: number;
}

/** The sums for sample i, from pre-activations n x width. */
export function activeSums(activations: Float64Array, W2: Float32Array, i: number): ActiveSums {
  const width = W2.length;
  let weighted = 0;
  let squares = 0;
  let outgoing = 0;
  let active = 0;
  for (let j = 0; j < width; j++) {
    const a = activations[i * width + j] as number;
    if (a <= 0) continue;
    const w2 = W2[j] as number;
    weighted += w2 * a;
    squares += a * a;
    outgoing += w2 * w2;
    active++;
  }
  return { weighted, squares, outgoing, active };
}

/** ||(W1_j, b1_j)|| for every hidden neuron j. */
export function incomingNorms({ W1, b1 }: FirstLayer, width: number): Float64Array {
  const dimension = W1.length / width;
  return Float64Array.from({ length: width }, (_, j) => {
    const bias = b1 === undefined ? 0 : (b1[j] as number);
    let sum = bias * bias;
    for (let k = 0; k < dimension; k++) {
      const weight = W1[j * dimension + k] as number;
      sum += weight * weight;
    }
    return Math.sqrt(sum);
  });
}
