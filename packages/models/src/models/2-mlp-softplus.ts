import { defineModel, z } from '@sharpness-lab/core';
import { sigmoid, sigmoidSlope, softplus } from '../math/softplus.ts';
import { biasedLayer } from './biased-layer.ts';
import { neuronNorms, preActivations, squaredInputNorms } from './hidden-layer.ts';
import { widthOption } from './width-option.ts';

/**
 * Two-layer softplus network with a bias in the first layer:
 *
 *     f(x) = W2 softplus(W1 x + b1),    softplus(z) = log(1 + e^z)
 *
 * W1 [width, d], b1 [width], W2 [1, width]. With a = W1 x + b1, x' = [x, 1] and sigma = softplus',
 *
 *     ||grad f||^2 = sum_j softplus(a_j)^2 + ||x'||^2 sum_j (W2_j sigma(a_j))^2,
 *     Lap f = ||x'||^2 sum_j W2_j sigma'(a_j).
 *
 * Source: Wen, Li, Ma, "Sharpness Minimization Algorithms Do Not Only Minimize Sharpness To Achieve Better
 * Generalization", 2023, arXiv:2307.11007, figure 5.
 */
export default defineModel({
  name: '2-mlp-softplus',
  summary: 'two-layer softplus network with first-layer bias, f(x) = W2 softplus(W1 x + b1)',
  options: z.object({ width: widthOption }),
  create: ({ width }) => ({
    parameters: (dimension) => ({
      ...biasedLayer(width, dimension),
      W2: { shape: [1, width], layer: 2, fanIn: width },
    }),
    forward(tf, { W1, b1, W2 }, inputs) {
      const hidden = tf.softplus(tf.add(tf.matMul(inputs, W1, false, true), b1));
      return tf.reshape(tf.matMul(hidden, W2, false, true), [-1]);
    },
    closedForms: {
      preActivations,
      neuronNorms: (parameters) => neuronNorms(parameters, width),
      derivatives(parameters, samples) {
        const { W2 } = parameters;
        const activations = preActivations(parameters, samples);
        const inputNorms = squaredInputNorms(samples, 1);
        const outputs = new Float64Array(samples.size);
        const squaredGradientNorms = new Float64Array(samples.size);
        const laplacians = new Float64Array(samples.size);
        for (let i = 0; i < samples.size; i++) {
          let output = 0;
          let squares = 0;
          let slopes = 0;
          let bends = 0;
          for (let j = 0; j < width; j++) {
            const a = activations[i * width + j] as number;
            const w2 = W2[j] as number;
            const h = softplus(a);
            output += w2 * h;
            squares += h * h;
            const slope = w2 * sigmoid(a);
            slopes += slope * slope;
            bends += w2 * sigmoidSlope(a);
          }
          const x2 = inputNorms[i] as number;
          outputs[i] = output;
          squaredGradientNorms[i] = squares + x2 * slopes;
          laplacians[i] = x2 * bends;
        }
        return { outputs, squaredGradientNorms, laplacians };
      },
    },
  }),
});
