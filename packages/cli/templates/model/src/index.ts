import { defineModel, z } from '@sharpness-lab/core';

/**
 * Two-layer tanh network with a bias in the first layer:
 *
 *     f(x) = W2 tanh(W1 x + b1)
 *
 * W1 [width, d], b1 [width], W2 [1, width]. The forward pass is all that it takes: gradients and Hessians come from
 * automatic differentiation on the engine `tfjs`.
 *
 * Source: Cybenko, "Approximation by superpositions of a sigmoidal function", 1989.
 */
export default defineModel({
  name: 'my-plugin',
  summary: 'two-layer tanh network with first-layer bias, f(x) = W2 tanh(W1 x + b1)',
  options: z.object({ width: z.int().min(1).default(100).describe('number of hidden neurons') }),
  create: ({ width }) => ({
    parameters: (dimension) => ({
      W1: { shape: [width, dimension], layer: 1, fanIn: dimension },
      b1: { shape: [width], layer: 1, fanIn: dimension },
      W2: { shape: [1, width], layer: 2, fanIn: width },
    }),
    // inputs [n, d] to outputs [n], one a sample
    forward(tf, { W1, b1, W2 }, inputs) {
      const hidden = tf.tanh(tf.add(tf.matMul(inputs, W1, false, true), b1));
      return tf.reshape(tf.matMul(hidden, W2, false, true), [-1]);
    },
  }),
});
