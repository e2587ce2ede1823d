import type { ParameterValues } from '../contracts/model.ts';

/** A first-layer neuron, as seen from the target x[1] x[2]. */
export interface Neuron {
  /** Its row in W1, from 0. */
  readonly index: number;
  /** ||W1_i||. */
  readonly norm: number;
  /** (W1_i[1], W1_i[2]), which see the target. */
  readonly signal: readonly [number, number];
  /** ||W1_i[3:d]||. */
  readonly tailNorm: number;
  /** Its factor in the output: W2_i, times gamma_i where there is one. */
  readonly outgoing: number;
}

/**
 * The first-layer neurons of a two-layer network, by falling norm; undefined for parameters without W1 [width, d] and
 * W2 [1, width].
 */
export function neuronTable(parameters: ParameterValues): Neuron[] | undefined {
  const { W1, W2, gamma } = parameters;
  if (W1 === undefined || W2 === undefined) return undefined;
  const dimension = W1.length / W2.length;
  const neurons = Array.from(W2, (w2, index): Neuron => {
    const row = W1.subarray(index * dimension, (index + 1) * dimension);
    return {
      index,
      norm: euclidean(row),
      signal: [row[0] ?? 0, row[1] ?? 0],
      tailNorm: euclidean(row.subarray(2)),
      outgoing: w2 * (gamma?.[index] ?? 1),
    };
  });
  return neurons.sort((a, b) => b.norm - a.norm);
}

/** The Euclidean norms of the d columns of W1; undefined where {@link neuronTable} is. */
export function columnNorms({ W1, W2 }: ParameterValues): number[] | undefined {
  if (W1 === undefined || W2 === undefined) return undefined;
  const dimension = W1.length / W2.length;
  const squares = new Array<number>(dimension).fill(0);
  W1.forEach((value, k) => {
    squares[k % dimension] = (squares[k % dimension] as number) + value * value;
  });
  return squares.map(Math.sqrt);
}

function euclidean(values: Float32Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}
