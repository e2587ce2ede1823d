import { type ParameterValues, pow, type RandomStream, type Samples } from '@sharpness-lab/core';

const STEPS = 4_000;

/** Step size of Adam, falling to 0 in a line, and its averages' rates. */
const LEARNING_RATE = 0.02;
const MOMENTUM = 0.9;
const SECOND_MOMENT = 0.99;

/** Weight of the penalty, falling geometrically: at the end the residuals, which are proportional to it, are small. */
const FIRST_PENALTY = 0.1;
const LAST_PENALTY = 2e-5;

/** |c| is smoothed to sqrt(c^2 + SMOOTHING^2). */
const SMOOTHING = 1e-4;

/** Norm of each neuron: large enough for the share of the trace that falls as its square to be below 1e-4. */
const SCALE = 1e3;

/**
 * A network with simplified BatchNorm that interpolates its training set with a trace as small as a search finds. As
 * the norms of W1 grow, the trace of an interpolating network with |gamma_j| = |W2_j| tends to 4 sum_j |c_j|,
 * c_j = gamma_j W2_j, so that the least one is
 *
 *     4 min sum_j |c_j|    subject to    sum_j c_j phi_ij = y_i,    phi_ij = z_ij / sqrt(mean_k z_kj^2),
 *
 * over c, the directions of W1 and b1. The search starts from random neurons and follows, by Adam on the whole set, the
 * minima of (1/n) sum_i (sum_j c_j phi_ij - y_i)^2 + mu sum_j |c_j| as mu falls. These are local minima, so the result
 * bounds the least trace from above. It interpolates up to residuals of order mu.
 *
 * Source: ours; that the penalty is the trace follows Wen, Li, Ma, 2023, arXiv:2307.11007, lemma A.3. Adam: Kingma, Ba,
 * "Adam: A Method for Stochastic Optimization", 2014, arXiv:1412.6980.
 */
export function flatSimBnNet(
  train: Samples,
  width: number,
  stream: RandomStream,
): ParameterValues<'W1' | 'b1' | 'gamma' | 'W2'> {
  const { dimension } = train;
  const columns = dimension + 1;
  /** Rows (w_j, b_j), then c. */
  const values = Float64Array.from({ length: width * (columns + 1) }, () => 2 * stream.uniform() - 1);
  for (let j = 0; j < width; j++) values[width * columns + j] = (values[width * columns + j] as number) / width;
  const first = new Float64Array(values.length);
  const second = new Float64Array(values.length);
  for (let step = 1; step <= STEPS; step++) {
    const progress = step / STEPS;
    const gradient = gradientOf(values, width, train, FIRST_PENALTY * pow(LAST_PENALTY / FIRST_PENALTY, progress));
    const learningRate = LEARNING_RATE * (1 - progress);
    const firstWeight = 1 - pow(MOMENTUM, step);
    const secondWeight = 1 - pow(SECOND_MOMENT, step);
    for (let p = 0; p < values.length; p++) {
      const slope = gradient[p] as number;
      const mean = MOMENTUM * (first[p] as number) + (1 - MOMENTUM) * slope;
      const square = SECOND_MOMENT * (second[p] as number) + (1 - SECOND_MOMENT) * slope * slope;
      first[p] = mean;
      second[p] = square;
      const change = (learningRate * mean) / firstWeight / (Math.sqrt(square / secondWeight) + 1e-10);
      values[p] = (values[p] as number) - change;
    }
  }
  return balanced(values, width, dimension);
}

/** The gradient of the mean squared residual and the penalty. A neuron that is active on no sample has none. */
function gradientOf(values: Float64Array, width: number, train: Samples, penalty: number): Float64Array {
  const { size, dimension, inputs, targets } = train;
  const columns = dimension + 1;
  const features = new Float64Array(width * size);
  const roots = new Float64Array(width);
  const residuals = Float64Array.from(targets, (target) => -target);
  for (let j = 0; j < width; j++) {
    let sum = 0;
    for (let i = 0; i < size; i++) {
      let activation = values[j * columns + dimension] as number;
      for (let k = 0; k < dimension; k++) {
        activation += (values[j * columns + k] as number) * (inputs[i * dimension + k] as number);
      }
      if (activation <= 0) continue;
      features[j * size + i] = activation;
      sum += activation * activation;
    }
    if (sum === 0) continue;
    const root = Math.sqrt(sum / size);
    const weight = values[width * columns + j] as number;
    roots[j] = root;
    for (let i = 0; i < size; i++) {
      const feature = (features[j * size + i] as number) / root;
      features[j * size + i] = feature;
      residuals[i] = (residuals[i] as number) + weight * feature;
    }
  }
  const gradient = new Float64Array(values.length);
  for (let j = 0; j < width; j++) {
    const weight = values[width * columns + j] as number;
    let product = 0;
    for (let i = 0; i < size; i++) {
      product += ((2 * (residuals[i] as number)) / size) * (features[j * size + i] as number);
    }
    gradient[width * columns + j] = product + (penalty * weight) / Math.sqrt(weight * weight + SMOOTHING * SMOOTHING);
    for (let i = 0; i < size; i++) {
      const feature = features[j * size + i] as number;
      if (feature === 0) continue;
      const slope = (weight * (2 * (residuals[i] as number) - product * feature)) / size / (roots[j] as number);
      for (let k = 0; k < dimension; k++) {
        const at = j * columns + k;
        gradient[at] = (gradient[at] as number) + slope * (inputs[i * dimension + k] as number);
      }
      gradient[j * columns + dimension] = (gradient[j * columns + dimension] as number) + slope;
    }
  }
  return gradient;
}

/** The network with neurons of norm {@link SCALE}, and |gamma| = |W2|. */
function balanced(values: Float64Array, width: number, dimension: number) {
  const columns = dimension + 1;
  const W1 = new Float32Array(width * dimension);
  const b1 = new Float32Array(width);
  const gamma = new Float32Array(width);
  const W2 = new Float32Array(width);
  for (let j = 0; j < width; j++) {
    const neuron = values.subarray(j * columns, (j + 1) * columns);
    const factor = SCALE / Math.sqrt(neuron.reduce((sum, value) => sum + value * value, 0));
    W1.set(
      neuron.subarray(0, dimension).map((value) => factor * value),
      j * dimension,
    );
    b1[j] = factor * (neuron[dimension] as number);
    const weight = values[width * columns + j] as number;
    gamma[j] = Math.sqrt(Math.abs(weight));
    W2[j] = Math.sign(weight) * Math.sqrt(Math.abs(weight));
  }
  return { W1, b1, gamma, W2 };
}
