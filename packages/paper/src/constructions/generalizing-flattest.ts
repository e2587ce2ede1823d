import type { ParameterValues } from '@sharpness-lab/core';
import { QUADRANTS } from './quadrants.ts';

/** The parameters of a two-layer network with first-layer bias. */
type TwoLayerParameters = ParameterValues<'W1' | 'b1' | 'W2'>;

/**
 * A four-neuron network f(x) = W2 relu(W1 x + b1) that equals x[1] x[2] on the hypercube and is a flattest one: neuron
 * (i, j), for signs i, j = +-1, is active on one quadrant alone,
 *
 *     W1 = r (i, j, 0, ..., 0),    b1 = -r,    W2 = i j / r,    r = (d + 1)^(1/4).
 *
 * The trace of its Hessian meets the lower bound on P_xor, 4 sqrt(d + 1).
 *
 * Source: Wen, Li, Ma, "Sharpness Minimization Algorithms Do Not Only Minimize Sharpness To Achieve Better
 * Generalization", 2023, arXiv:2307.11007, proposition 4.2 with d + 1 where its equation (5) prints d^2 + 1, which
 * misses the bound.
 */
export function generalizingBiasNet(dimension: number): TwoLayerParameters {
  const r = Math.sqrt(Math.sqrt(dimension + 1));
  return perQuadrant(dimension, r, 1 / r);
}

/**
 * A four-neuron network with simplified LayerNorm that equals x[1] x[2] on the hypercube and is a flattest one: neuron
 * (i, j), for signs i, j = +-1, is active on one quadrant alone,
 *
 *     W1 = 2 eps (i, j, 0, ..., 0),    b1 = -2 eps,    W2 = i j.
 *
 * The trace of its Hessian is the least possible, 2.
 *
 * @param epsilon the epsilon of the normalization
 *
 * Source: Wen, Li, Ma, 2023, arXiv:2307.11007, proposition 5.2.
 */
export function generalizingSimLnNet(dimension: number, epsilon: number): TwoLayerParameters {
  return perQuadrant(dimension, 2 * epsilon, 1);
}

/** Neurons scale relu(i x[1] + j x[2] - 1), which is `scale` on quadrant (i, j) and 0 elsewhere, weighted by i j outgoing. */
function perQuadrant(dimension: number, scale: number, outgoing: number): TwoLayerParameters {
  const W1 = new Float32Array(QUADRANTS.length * dimension);
  QUADRANTS.forEach(([i, j], row) => {
    W1.set([scale * i, scale * j], row * dimension);
  });
  return {
    W1,
    b1: new Float32Array(QUADRANTS.length).fill(-scale),
    W2: Float32Array.from(QUADRANTS, ([i, j]) => i * j * outgoing),
  };
}
