import { defineModel, z } from '@sharpness-lab/core';

/**
 * Two-layer GELU network with a bias in the first layer:
 *
 *     f(x) = W2 gelu(W1 x + b1),    gelu(z) = z Phi(z) = (z / 2) (1 + erf(z / sqrt(2)))
 *
 * W1 [width, d], b1 [width], W2 [1, width]; Phi is the normal distribution function, exact and not its tanh
 * approximation. A smooth relative of the ReLU network whose sharpness figure 4 of arXiv:2307.11007 is about: with
 * large pre-activations the two are the same function.
 *
 * Source: Hendrycks, Gimpel, "Gaussian Error Linear Units (GELUs)", 2016, arXiv:1606.08415.
 */
export default defineModel({
  name: 'gelu-mlp',
  summary: 'two-layer GELU network with first-layer bias, f(x) = W2 gelu(W1 x + b1)',
  options: z.object({ width: z.int().min(1).default(100).describe('number of hidden neurons') }),
  create: ({ width }) => ({
    parameters: (dimension) => ({
      W1: { shape: [width, dimension], layer: 1, fanIn: dimension },
      b1: { shape: [width], layer: 1, fanIn: dimension },
      W2: { shape: [1, width], layer: 2, fanIn: width },
    }),
    forward(tf, { W1, b1, W2 }, inputs) {
      const z = tf.add(tf.matMul(inputs, W1, false, true), b1);
      const phi = tf.mul(0.5, tf.add(1, tf.erf(tf.mul(Math.SQRT1_2, z))));
      return tf.reshape(tf.matMul(tf.mul(z, phi), W2, false, true), [-1]);
    },
  }),
});
