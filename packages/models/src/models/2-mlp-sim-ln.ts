import { defineModel, z } from '@sharpness-lab/core';
import { biasedLayer, hiddenLayer } from './biased-layer.ts';
import { activeSums, neuronNorms, preActivations, squaredInputNorms } from './hidden-layer.ts';
import { widthOption } from './width-option.ts';

/**
 * Two-layer ReLU network with simplified layer normalization:
 *
 *     f(x) = W2 h / max(||h||_2, epsilon),    h = relu(W1 x + b1)
 *
 * without affine parameters. W1 [width, d], b1 [width], W2 [1, width].
 *
 * With u = h / ||h|| and k active neurons, where ||h|| > epsilon,
 *
 *     ||grad f||^2 = 1 + ||x'||^2 sum_{active} (W2_j - f u_j)^2 / ||h||^2,      Lap f = -||x'||^2 (k - 1) f / ||h||^2,
 *
 * and below epsilon the network is a plain two-layer one with W2 / epsilon.
 *
 * Source: Wen, Li, Ma, "Sharpness Minimization Algorithms Do Not Only Minimize Sharpness To Achieve Better
 * Generalization", 2023, arXiv:2307.11007, 2-MLP-Sim-LN of section 2.
 */
export default defineModel({
  name: '2-mlp-sim-ln',
  summary: 'two-layer ReLU network with simplified LayerNorm, f(x) = W2 h / max(||h||, epsilon)',
  options: z.object({
    width: widthOption,
    epsilon: z.number().positive().default(1e-5).describe('smallest norm that hidden activations are divided by'),
  }),
  create: ({ width, epsilon }) => ({
    parameters: (dimension) => ({
      ...biasedLayer(width, dimension),
      W2: { shape: [1, width], layer: 2, fanIn: width },
    }),
    forward(tf, parameters, inputs) {
      const hidden = hiddenLayer(tf, parameters, inputs);
      // max(||h||, epsilon) = sqrt(max(||h||^2, epsilon^2)), whose derivative is finite at h = 0.
      const norms = tf.sqrt(tf.maximum(tf.sum(tf.square(hidden), 1), epsilon * epsilon));
      return tf.div(tf.reshape(tf.matMul(hidden, parameters.W2, false, true), [-1]), norms);
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
          const { weighted, squares, outgoing, active } = activeSums(activations, W2, i);
          const x2 = inputNorms[i] as number;
          if (squares > epsilon * epsilon) {
            const f = weighted / Math.sqrt(squares);
            outputs[i] = f;
            squaredGradientNorms[i] = 1 + (x2 * (outgoing - f * f)) / squares;
            laplacians[i] = (-x2 * (active - 1) * f) / squares;
          } else {
            outputs[i] = weighted / epsilon;
            squaredGradientNorms[i] = (squares + x2 * outgoing) / (epsilon * epsilon);
          }
        }
        return { outputs, squaredGradientNorms, laplacians };
      },
    },
  }),
});
