import { LabError, type ParameterValues, pow, type Samples } from '@sharpness-lab/core';
import { separate } from './separation.ts';

/** The parameters of a two-layer network with first-layer bias. */
type TwoLayerParameters = ParameterValues<'W1' | 'b1' | 'W2'>;

/**
 * A flattest network f(x) = W2 relu(W1 x + b1) that memorizes its training set: neuron i is active on sample i alone.
 * For unit w_i with w_i.x_i > w_i.x_j ({@link separate}; x_i / ||x_i|| for inputs of equal norm), a margin eps below
 * every gap w_i.x_i - w_i.x_j (on P_xor also below 2 / sqrt(d), the gap to unseen neighbours), and
 * r_i = sqrt(||x_i||^2 + 1),
 *
 *     W1_i = sqrt(r_i |y_i|) w_i / eps,    b1_i = sqrt(r_i |y_i|) (eps - w_i.x_i) / eps,    W2_i = sign(y_i) sqrt(|y_i| / r_i).
 *
 * It interpolates, and the trace of its Hessian meets the lower bound (4/n) sum_i sqrt(||x_i||^2 + 1) |y_i|. Off the
 * training set of P_xor it is 0 everywhere. Neurons beyond the n-th are zero.
 *
 * @param margin eps as a fraction of that limit, in (0, 1)
 * @throws LabError of kind `config` when the width is below n, or inputs cannot be separated.
 *
 * Source: Wen, Li, Ma, "Sharpness Minimization Algorithms Do Not Only Minimize Sharpness To Achieve Better
 * Generalization", 2023, arXiv:2307.11007, theorem 4.1 and proposition 4.1.
 */
export function memorizingNet(train: Samples, width: number, margin = 0.5): TwoLayerParameters {
  const { length, gap, samples } = separate(train);
  const epsilon = (margin * gap) / length;
  const neurons = samples.map(({ vector, height, norm, target }) => {
    const r = Math.sqrt(norm * norm + 1);
    const scale = Math.sqrt(r * Math.abs(target)) / epsilon;
    return {
      weights: Array.from(vector, (value) => (scale * value) / length),
      bias: scale * (epsilon - height),
      outgoing: Math.sign(target) * Math.sqrt(Math.abs(target) / r),
    };
  });
  return twoLayers(neurons, width, train.dimension);
}

/**
 * A flattest network with simplified LayerNorm that memorizes its training set: with w_i as in {@link memorizingNet},
 *
 *     W1_i = 2 eps w_i / delta,    b1_i = 2 eps (delta - w_i.x_i) / delta,    W2_i = y_i,
 *
 * with delta below every gap w_i.x_i - w_i.x_j. Inputs of equal norm take w_i = x_i, of any length, and delta below 2 as
 * well. It interpolates, and the trace of its Hessian is the least possible, 2 on P_xor. Off the training set of P_xor
 * it is 0 everywhere. Neurons beyond the n-th are zero.
 *
 * @param epsilon the epsilon of the normalization
 * @param margin delta as a fraction of that limit, in (0, 1)
 * @throws LabError of kind `config` when the width is below n, or inputs cannot be separated.
 *
 * Source: Wen, Li, Ma, 2023, arXiv:2307.11007, theorem 5.1 and proposition 5.1.
 */
export function memorizingSimLnNet(train: Samples, width: number, epsilon: number, margin = 0.5): TwoLayerParameters {
  const { length, gap, samples } = separate(train);
  const delta = margin * gap;
  const scale = (2 * epsilon) / delta;
  const neurons = samples.map(({ vector, height, target }) => ({
    weights: Array.from(vector, (value) => scale * value),
    bias: scale * (delta - height * length),
    outgoing: target,
  }));
  return twoLayers(neurons, width, train.dimension);
}

/**
 * The entries off the diagonals of the middle layers. Every negative number keeps silent neurons away from their kinks.
 */
const SILENT = -0.01;

/**
 * A flattest network of depth D >= 2, f(x) = W_D relu(W_(D-1) ... relu(W1 x + b1)), that memorizes its training set: in
 * every hidden layer neuron i is active on sample i alone. With w_i and eps as in {@link memorizingNet}, x' = [x, 1] and
 * s_i = (|y_i| / ||x'_i||)^(1/D),
 *
 *     W1_i = u_i w_i / eps,    b1_i = u_i (eps - w_i.x_i) / eps,    u_i = ||x'_i|| s_i,
 *     W_l = diag(s_1, ..., s_n) for 2 <= l <= D - 1,    W_D = (sign(y_i) s_i).
 *
 * It interpolates, and where no y_i is 0 the trace of its Hessian meets the lower bound
 * (2/n) sum_i D (|y_i|^(2 (D - 1)) ||x'_i||^2)^(1/D). With zeros off those diagonals the silent neurons would sit on
 * kinks, so these entries are slightly negative, which changes no output. Off the training set of P_xor it is 0
 * everywhere. First-layer neurons beyond the n-th are zero, those of later layers silent.
 *
 * @param widths m_1, ..., m_(D-1), the number of neurons of each hidden layer
 * @param margin eps as a fraction of its limit, in (0, 1)
 * @throws LabError of kind `config` when a width is below n, or inputs cannot be separated.
 *
 * Source: Wen, Li, Ma, 2023, arXiv:2307.11007, theorem 4.1 with s_i = 1 / r_i; the negative entries are ours.
 */
export function memorizingDeepNet(train: Samples, widths: readonly number[], margin = 0.5): ParameterValues {
  const depth = widths.length + 1;
  const { length, gap, samples } = separate(train);
  const epsilon = (margin * gap) / length;
  const neurons = samples.map(({ vector, height, norm, target }) => {
    const augmented = Math.sqrt(norm * norm + 1);
    const factor = pow(Math.abs(target) / augmented, 1 / depth);
    const scale = (augmented * factor) / epsilon;
    return {
      weights: Array.from(vector, (value) => (scale * value) / length),
      bias: scale * (epsilon - height),
      outgoing: Math.sign(target) * factor,
    };
  });
  const { W1, b1 } = twoLayers(neurons, widths[0] as number, train.dimension);
  const last = filled(neurons, widths.at(-1) as number, ({ outgoing }) => outgoing);
  const factors = neurons.map(({ outgoing }) => Math.abs(outgoing));
  const middle = widths
    .slice(1)
    .map((width, k) => [`W${k + 2}`, nearlyDiagonal(factors, width, widths[k] as number)] as const);
  return { W1, b1, ...Object.fromEntries(middle), [`W${depth}`]: last };
}

interface Neuron {
  readonly weights: readonly number[];
  readonly bias: number;
  readonly outgoing: number;
}

function twoLayers(neurons: readonly Neuron[], width: number, dimension: number): TwoLayerParameters {
  const b1 = filled(neurons, width, ({ bias }) => bias);
  const W2 = filled(neurons, width, ({ outgoing }) => outgoing);
  const W1 = new Float32Array(width * dimension);
  neurons.forEach(({ weights }, i) => {
    W1.set(weights, i * dimension);
  });
  return { W1, b1, W2 };
}

/** One number of every neuron, and zeros up to the width. */
function filled(neurons: readonly Neuron[], width: number, value: (neuron: Neuron) => number): Float32Array {
  requireNeurons(neurons.length, width);
  const row = new Float32Array(width);
  row.set(neurons.map(value));
  return row;
}

function requireNeurons(size: number, width: number): void {
  if (width < size) {
    throw new LabError('config', `model.width: a memorizing net needs a neuron a sample, ${size}, got ${width}`);
  }
}

/** A matrix with these factors on its diagonal and {@link SILENT} in the rest of their columns. */
function nearlyDiagonal(factors: readonly number[], rows: number, columns: number): Float32Array {
  requireNeurons(factors.length, rows);
  const matrix = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    factors.forEach((factor, column) => {
      matrix[row * columns + column] = row === column ? factor : SILENT;
    });
  }
  return matrix;
}
