import type { ParameterValues, Samples } from '@sharpness-lab/core';
import { QUADRANTS } from './quadrants.ts';

/**
 * A four-neuron network without bias that equals x[1] x[2] on the hypercube,
 *
 *     f(x) = W2 relu(W1 x),    rows of W1: c (i (1 + e), j (1 - e), 0, ..., 0),    W2 = i j / (c (2 - 2e)),
 *
 * for signs i, j = +-1, small e > 0 (at e = 0 it sits on kinks) and c^2 = sqrt(d / 8), which balances the layers: the
 * trace of its Hessian approaches 4 sqrt(2 d) as e goes to 0.
 *
 * Source: Wen, Li, Ma, "Sharpness Minimization Algorithms Do Not Only Minimize Sharpness To Achieve Better
 * Generalization", 2023, arXiv:2307.11007, appendix A.2.4; the balance is ours.
 */
export function generalizingNoBiasNet(dimension: number, e = 1e-3): ParameterValues<'W1' | 'W2'> {
  const c = Math.sqrt(Math.sqrt(dimension / 8));
  const W1 = new Float32Array(QUADRANTS.length * dimension);
  QUADRANTS.forEach(([i, j], row) => {
    W1.set([c * i * (1 + e), c * j * (1 - e)], row * dimension);
  });
  const W2 = Float32Array.from(QUADRANTS, ([i, j]) => (i * j) / (c * (2 - 2 * e)));
  return { W1, W2 };
}

/**
 * A four-neuron network with simplified BatchNorm that equals x[1] x[2] on the hypercube: neuron (i, j) sees one
 * quadrant,
 *
 *     W1 = c (i, j, 0, ..., 0),    b1 = -c,    gamma = (n_ij / n)^(1/4),    W2 = i j (n_ij / n)^(1/4),
 *
 * with n_ij of the n training samples in quadrant (i, j). The trace of its Hessian approaches
 * 4 sum_ij sqrt(n_ij / n), 8 on complete training sets, as c grows.
 *
 * Source: Wen, Li, Ma, 2023, arXiv:2307.11007, lemma A.1 with the signs of W2 that its figure 2b shows; the balance
 * and unequal quadrants are ours.
 */
export function generalizingSimBnNet(train: Samples, c = 1e3): ParameterValues<'W1' | 'b1' | 'gamma' | 'W2'> {
  const { dimension, size, inputs } = train;
  const W1 = new Float32Array(QUADRANTS.length * dimension);
  const shares = QUADRANTS.map(([i, j], row) => {
    W1.set([c * i, c * j], row * dimension);
    let count = 0;
    for (let k = 0; k < size; k++) {
      if (inputs[k * dimension] === i && inputs[k * dimension + 1] === j) count++;
    }
    return Math.sqrt(Math.sqrt(count / size));
  });
  return {
    W1,
    b1: new Float32Array(QUADRANTS.length).fill(-c),
    gamma: Float32Array.from(shares),
    W2: Float32Array.from(QUADRANTS, ([i, j], row) => i * j * (shares[row] as number)),
  };
}
