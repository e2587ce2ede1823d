import { LabError, type ParameterValues, type Samples } from '@sharpness-lab/core';

/** The parameters of a two-layer network with first-layer bias. */
type TwoLayerParameters = ParameterValues<'W1' | 'b1' | 'W2'>;

/**
 * A flattest network f(x) = W2 relu(W1 x + b1) that memorizes its training set: neuron i is active on sample i alone.
 * For inputs of equal norm, with unit w_i = x_i / ||x_i||, a margin eps below every gap w_i.x_i - w_i.x_j (on P_xor also
 * below 2 / sqrt(d), the gap to unseen neighbours), and r_i = sqrt(||x_i||^2 + 1),
 *
 *     W1_i = sqrt(r_i |y_i|) w_i / eps,    b1_i = sqrt(r_i |y_i|) (eps - w_i.x_i) / eps,    W2_i = sign(y_i) sqrt(|y_i| / r_i).
 *
 * It interpolates, and the trace of its Hessian meets the lower bound (4/n) sum_i sqrt(||x_i||^2 + 1) |y_i|. Off the
 * training set of P_xor it is 0 everywhere. Neurons beyond the n-th are zero.
 *
 * @param margin eps as a fraction of that limit, in (0, 1)
 * @throws LabError of kind `config` when the width is below n, or inputs are equal or of unequal norm.
 *
 * Source: Wen, Li, Ma, "Sharpness Minimization Algorithms Do Not Only Minimize Sharpness To Achieve Better
 * Generalization", 2023, arXiv:2307.11007, theorem 4.1 and proposition 4.1.
 */
export function memorizingNet(train: Samples, width: number, margin = 0.5): TwoLayerParameters {
  const norm = commonNorm(train);
  const epsilon = (margin * smallestGap(train)) / norm;
  return perSample(train, width, (x, y) => {
    const r = Math.sqrt(norm * norm + 1);
    const scale = Math.sqrt(r * Math.abs(y)) / epsilon;
    return {
      weights: Array.from(x, (value) => (scale * value) / norm),
      bias: scale * (epsilon - norm),
      outgoing: Math.sign(y) * Math.sqrt(Math.abs(y) / r),
    };
  });
}

/**
 * A flattest network with simplified LayerNorm that memorizes its training set:
 *
 *     W1_i = 2 eps x_i / delta,    b1_i = 2 eps (delta - ||x_i||^2) / delta,    W2_i = y_i,
 *
 * with delta below every gap x_i.x_i - x_i.x_j and below 2. It interpolates, and the trace of its Hessian is the least possible, 2.
 * Off the training set of P_xor it is 0 everywhere. Neurons beyond the n-th are zero.
 *
 * @param epsilon the epsilon of the normalization
 * @param margin delta as a fraction of that limit, in (0, 1)
 * @throws LabError of kind `config` when the width is below n, or inputs are equal or of unequal norm.
 *
 * Source: Wen, Li, Ma, 2023, arXiv:2307.11007, proposition 5.1.
 */
export function memorizingSimLnNet(train: Samples, width: number, epsilon: number, margin = 0.5): TwoLayerParameters {
  const norm = commonNorm(train);
  const delta = margin * smallestGap(train);
  return perSample(train, width, (x, y) => {
    const scale = (2 * epsilon) / delta;
    return {
      weights: Array.from(x, (value) => scale * value),
      bias: scale * (delta - norm * norm),
      outgoing: y,
    };
  });
}

interface Neuron {
  readonly weights: readonly number[];
  readonly bias: number;
  readonly outgoing: number;
}

function perSample(
  { size, dimension, inputs, targets }: Samples,
  width: number,
  neuron: (x: Float32Array, y: number) => Neuron,
): TwoLayerParameters {
  if (width < size) {
    throw new LabError('config', `model.width: a memorizing net needs a neuron a sample, ${size}, got ${width}`);
  }
  const W1 = new Float32Array(width * dimension);
  const b1 = new Float32Array(width);
  const W2 = new Float32Array(width);
  for (let i = 0; i < size; i++) {
    const x = inputs.subarray(i * dimension, (i + 1) * dimension);
    const { weights, bias, outgoing } = neuron(x, targets[i] as number);
    W1.set(weights, i * dimension);
    b1[i] = bias;
    W2[i] = outgoing;
  }
  return { W1, b1, W2 };
}

function commonNorm({ size, dimension, inputs }: Samples): number {
  const norms = Array.from({ length: size }, (_, i) => {
    const x = inputs.subarray(i * dimension, (i + 1) * dimension);
    return Math.sqrt(x.reduce((sum, value) => sum + value * value, 0));
  });
  const smallest = Math.min(...norms);
  const largest = Math.max(...norms);
  if (largest - smallest > 1e-5 * largest) {
    throw new LabError(
      'config',
      `init: a memorizing net needs inputs of equal norm, these have norms from ${smallest} to ${largest}`,
    );
  }
  return largest;
}

/** x.x - x.x' for neighbours x, x' on {-1, 1}^d: a margin below it keeps neurons silent on all other points of the cube. */
const HYPERCUBE_GAP = 2;

/** min over i != j of x_i.x_i - x_i.x_j, but no more than between neighbours on the hypercube. */
function smallestGap({ size, dimension, inputs }: Samples): number {
  let gap = Number.POSITIVE_INFINITY;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) {
      let difference = 0;
      for (let k = 0; k < dimension; k++) {
        const x = inputs[i * dimension + k] as number;
        difference += x * (x - (inputs[j * dimension + k] as number));
      }
      gap = Math.min(gap, difference);
    }
  }
  if (gap <= 0) throw new LabError('config', 'init: a memorizing net needs distinct inputs, two of these are equal');
  return Math.min(gap, HYPERCUBE_GAP);
}
