import {
  defineModel,
  type Model,
  type OutputDerivatives,
  type ParameterValues,
  type Samples,
  type Tensor,
  z,
} from '@sharpness-lab/core';
import { biasedLayer, hiddenLayer } from './biased-layer.ts';
import { incomingNorms, preActivations, squaredInputNorms } from './hidden-layer.ts';

/** The parameters of the first layer; those of the layers above are W2, ..., WD. */
type FirstLayer = 'W1' | 'b1';

/**
 * ReLU network of any depth D >= 2 with a bias in the first layer only:
 *
 *     f(x) = W_D relu(W_{D-1} ... relu(W_1 x + b_1))
 *
 * For hidden widths m_1, ..., m_{D-1}: W1 [m_1, d], b1 [m_1], W2 [m_2, m_1], ..., WD [1, m_{D-1}]. With one hidden
 * layer it is `2-mlp-bias`.
 *
 * The neurons that its closed forms list are those of the first hidden layer: the incoming norm of neuron j is
 * ||(W1_j, b1_j)||, the outgoing one ||W2[:, j]||.
 *
 * Source: Wen, Li, Ma, "Sharpness Minimization Algorithms Do Not Only Minimize Sharpness To Achieve Better
 * Generalization", 2023, arXiv:2307.11007, MLP-Bias of theorem 4.1 and figure 11.
 */
export default defineModel({
  name: 'mlp-bias',
  summary: 'ReLU network of any depth with first-layer bias, f(x) = WD relu(... relu(W1 x + b1))',
  options: z.object({
    widths: z
      .array(z.int().min(1))
      .min(1)
      .default([500, 500])
      .describe('number of neurons of each hidden layer, from the first on'),
  }),
  create: ({ widths }): Model<FirstLayer> => ({
    parameters: (dimension) => ({
      ...biasedLayer(widths[0] as number, dimension),
      ...Object.fromEntries(
        widths.map((width, k) => [`W${k + 2}`, { shape: [widths[k + 1] ?? 1, width], layer: k + 2, fanIn: width }]),
      ),
    }),
    forward(tf, parameters, inputs) {
      const [first, ...others] = upperLayers(parameters, widths) as [Tensor, ...Tensor[]];
      let layer = first;
      let hidden = hiddenLayer(tf, parameters, inputs);
      for (const next of others) {
        hidden = tf.relu(tf.matMul(hidden, layer, false, true));
        layer = next;
      }
      return tf.reshape(tf.matMul(hidden, layer, false, true), [-1]);
    },
    closedForms: {
      preActivations,
      neuronNorms: (parameters) => ({
        incoming: incomingNorms(parameters, widths[0] as number),
        outgoing: columnNorms(upperLayers(parameters, widths)[0] as Float32Array, widths[0] as number),
      }),
      derivatives: (parameters, samples) => derivatives(widths, parameters, samples),
    },
  }),
});

/**
 * With hidden activations h_1, ..., h_{D-1} and, backwards, delta_D = 1, delta_l = (W_{l+1}^T delta_{l+1}) 1[h_l > 0],
 *
 *     ||grad f||^2 = sum_{l=2}^{D} ||delta_l||^2 ||h_{l-1}||^2 + ||delta_1||^2 ||x'||^2,      Lap f = 0,
 *
 * because away from the kinks f is affine in every single weight.
 */
function derivatives(
  widths: readonly number[],
  parameters: ParameterValues<FirstLayer>,
  samples: Samples,
): OutputDerivatives {
  const weights = upperLayers(parameters, widths);
  const depth = weights.length;
  const activations = preActivations(parameters, samples);
  const inputNorms = squaredInputNorms(samples, 1);
  const outputs = new Float64Array(samples.size);
  const squaredGradientNorms = new Float64Array(samples.size);
  // The last layer is the output: values[depth] = [f], deltas[depth] = [1].
  const values = [...widths, 1].map((width) => new Float64Array(width));
  const deltas = [...widths, 1].map((width) => new Float64Array(width).fill(1));
  const [first, firstDelta, output] = [values[0], deltas[0], values[depth]] as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];

  for (let i = 0; i < samples.size; i++) {
    for (let j = 0; j < first.length; j++) first[j] = Math.max(0, activations[i * first.length + j] as number);
    for (const [l, matrix] of weights.entries()) {
      const to = values[l + 1] as Float64Array;
      multiply(matrix, values[l] as Float64Array, to);
      if (l + 1 < depth) for (let j = 0; j < to.length; j++) to[j] = Math.max(0, to[j] as number);
    }
    outputs[i] = output[0] as number;

    let squares = 0;
    for (let l = depth - 1; l >= 0; l--) {
      const [value, delta, above] = [values[l], deltas[l], deltas[l + 1]] as [Float64Array, Float64Array, Float64Array];
      squares += squaredNorm(above) * squaredNorm(value);
      multiplyTransposed(weights[l] as Float32Array, above, delta);
      for (let j = 0; j < delta.length; j++) if (value[j] === 0) delta[j] = 0;
    }
    squaredGradientNorms[i] = squares + squaredNorm(firstDelta) * (inputNorms[i] as number);
  }
  return { outputs, squaredGradientNorms, laplacians: new Float64Array(samples.size) };
}

/** W2, ..., WD. */
function upperLayers<T>(parameters: Readonly<Record<string, T>>, widths: readonly number[]): T[] {
  return widths.map((_, k) => parameters[`W${k + 2}`] as T);
}

/** out <- W x for a row-major matrix W. */
function multiply(matrix: Float32Array, x: Float64Array, out: Float64Array): void {
  for (let j = 0; j < out.length; j++) {
    let sum = 0;
    for (let k = 0; k < x.length; k++) sum += (matrix[j * x.length + k] as number) * (x[k] as number);
    out[j] = sum;
  }
}

/** out <- W^T x for a row-major matrix W. */
function multiplyTransposed(matrix: Float32Array, x: Float64Array, out: Float64Array): void {
  out.fill(0);
  for (let j = 0; j < x.length; j++) {
    const factor = x[j] as number;
    if (factor === 0) continue;
    for (let k = 0; k < out.length; k++) {
      out[k] = (out[k] as number) + factor * (matrix[j * out.length + k] as number);
    }
  }
}

function squaredNorm(x: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < x.length; j++) sum += (x[j] as number) * (x[j] as number);
  return sum;
}

/** ||W[:, k]|| for every column k of a row-major matrix W. */
function columnNorms(matrix: Float32Array, columns: number): Float64Array {
  const squares = new Float64Array(columns);
  matrix.forEach((value, index) => {
    squares[index % columns] = (squares[index % columns] as number) + value * value;
  });
  return squares.map(Math.sqrt);
}
