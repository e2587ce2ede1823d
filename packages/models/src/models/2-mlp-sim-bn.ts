import { defineModel, type OutputDerivatives, type ParameterValues, type Samples, z } from '@sharpness-lab/core';
import { biasedLayer, hiddenLayer } from './biased-layer.ts';
import { incomingNorms, preActivations, squaredInputNorms } from './hidden-layer.ts';
import { widthOption } from './width-option.ts';

type SimBnParameters = 'W1' | 'b1' | 'gamma' | 'W2';

/**
 * Two-layer ReLU network with simplified batch normalization:
 *
 *     f(x) = W2 SBN(relu(W1 x + b1)),    SBN(z)[j] = gamma[j] z[j] / s_j,    s_j = sqrt(mean_i z_ij^2),
 *
 * the mean over the whole training set, without mean subtraction or shift. gamma is trained, and gradients flow through
 * the statistic s. A neuron that is inactive on every training sample has s_j = 0; its output and all its gradients are
 * taken to be zero.
 *
 * W1 [width, d], b1 [width], gamma [width], W2 [1, width].
 *
 * The paper does not give the initial value of gamma. At 1, single-sample training at its learning rate diverges,
 * because ||grad f||^2 is over 500 at the start; hence the default 0.1.
 *
 * Source: Wen, Li, Ma, "Sharpness Minimization Algorithms Do Not Only Minimize Sharpness To Achieve Better
 * Generalization", 2023, arXiv:2307.11007, 2-MLP-Sim-BN of section 2.
 */
export default defineModel({
  name: '2-mlp-sim-bn',
  summary: 'two-layer ReLU network with simplified BatchNorm over the whole training set',
  options: z.object({
    width: widthOption,
    initialGamma: z.number().positive().default(0.1).describe('value of every gamma at the start'),
  }),
  create: ({ width, initialGamma }) => ({
    parameters: (dimension) => ({
      ...biasedLayer(width, dimension),
      gamma: { shape: [width], layer: 1, fanIn: dimension, initial: initialGamma },
      W2: { shape: [1, width], layer: 2, fanIn: width },
    }),
    forward(tf, parameters, inputs, trainInputs) {
      const { gamma, W2 } = parameters;
      const squares = tf.mean(tf.square(hiddenLayer(tf, parameters, trainInputs)), 0);
      const alive = tf.sign(squares);
      const statistic = tf.sqrt(tf.add(squares, tf.sub(1, alive)));
      const scale = tf.mul(tf.div(gamma, statistic), alive);
      const normalized = tf.mul(hiddenLayer(tf, parameters, inputs), scale);
      return tf.reshape(tf.matMul(normalized, W2, false, true), [-1]);
    },
    closedForms: {
      preActivations,
      neuronNorms: (parameters) => ({
        incoming: incomingNorms(parameters, width),
        outgoing: Float64Array.from(parameters.W2, (w2, j) => Math.abs(w2 * (parameters.gamma[j] as number))),
      }),
      derivatives: (parameters, samples, train) => derivatives(width, parameters, samples, train),
    },
  }),
});

/**
 * With v_j = (1/n) sum_i z_ij x'_i and q_j = (1/n) sum_i 1[a_ij > 0] ||x'_i||^2 over the training set, neuron j gives
 *
 *     ||grad||^2:  (gamma_j^2 + W2_j^2) z^2 / s^2 + (gamma_j W2_j)^2 || 1[a > 0] x' / s - z v / s^3 ||^2
 *     Laplacian:   gamma_j W2_j ( -2 1[a > 0] x'.v / s^3 - z q / s^3 + 3 z ||v||^2 / s^5 )
 */
function derivatives(
  width: number,
  parameters: ParameterValues<SimBnParameters>,
  samples: Samples,
  train: Samples,
): OutputDerivatives {
  const { gamma, W2 } = parameters;
  const { s2, v, q } = statistics(width, parameters, train);
  const dimension = train.dimension;
  const activations = preActivations(parameters, samples);
  const inputNorms = squaredInputNorms(samples, 1);
  const outputs = new Float64Array(samples.size);
  const squaredGradientNorms = new Float64Array(samples.size);
  const laplacians = new Float64Array(samples.size);
  for (let j = 0; j < width; j++) {
    if (s2[j] === 0) continue;
    const variance = s2[j] as number;
    const s = Math.sqrt(variance);
    const g = gamma[j] as number;
    const w2 = W2[j] as number;
    const weight = g * w2;
    const vj = v.subarray(j * (dimension + 1), (j + 1) * (dimension + 1));
    const v2 = vj.reduce((sum, value) => sum + value * value, 0);
    for (let i = 0; i < samples.size; i++) {
      const z = activations[i * width + j] as number;
      if (z <= 0) continue;
      let xv = vj[dimension] as number;
      for (let k = 0; k < dimension; k++) xv += (samples.inputs[i * dimension + k] as number) * (vj[k] as number);
      const x2 = inputNorms[i] as number;
      const incoming =
        x2 / variance - (2 * z * xv) / (variance * variance) + (z * z * v2) / (variance * variance * variance);
      outputs[i] = (outputs[i] as number) + (weight * z) / s;
      squaredGradientNorms[i] =
        (squaredGradientNorms[i] as number) + ((g * g + w2 * w2) * z * z) / variance + weight * weight * incoming;
      laplacians[i] =
        (laplacians[i] as number) +
        (weight / (variance * s)) * (-2 * xv - z * (q[j] as number) + (3 * z * v2) / variance);
    }
  }
  return { outputs, squaredGradientNorms, laplacians };
}

function statistics(width: number, parameters: ParameterValues<SimBnParameters>, train: Samples) {
  const { size, dimension, inputs } = train;
  const activations = preActivations(parameters, train);
  const inputNorms = squaredInputNorms(train, 1);
  const s2 = new Float64Array(width);
  const q = new Float64Array(width);
  const v = new Float64Array(width * (dimension + 1));
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < width; j++) {
      const z = activations[i * width + j] as number;
      if (z <= 0) continue;
      s2[j] = (s2[j] as number) + (z * z) / size;
      q[j] = (q[j] as number) + (inputNorms[i] as number) / size;
      const offset = j * (dimension + 1);
      for (let k = 0; k < dimension; k++) {
        v[offset + k] = (v[offset + k] as number) + (z * (inputs[i * dimension + k] as number)) / size;
      }
      v[offset + dimension] = (v[offset + dimension] as number) + z / size;
    }
  }
  return { s2, v, q };
}
