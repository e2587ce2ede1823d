import { defineModel, z } from '@sharpness-lab/core';
import { mlpClosedForms } from './mlp-closed-forms.ts';
import { widthOption } from './width-option.ts';

/**
 * Two-layer ReLU network without bias:
 *
 *     f(x) = W2 relu(W1 x)
 *
 * W1 [width, d], W2 [1, width].
 *
 * Source: Wen, Li, Ma, "Sharpness Minimization Algorithms Do Not Only Minimize Sharpness To Achieve Better
 * Generalization", 2023, arXiv:2307.11007, 2-MLP-No-Bias of section 2.
 */
export default defineModel({
  name: '2-mlp-no-bias',
  summary: 'two-layer ReLU network without bias, f(x) = W2 relu(W1 x)',
  options: z.object({ width: widthOption }),
  create: ({ width }) => ({
    parameters: (dimension) => ({
      W1: { shape: [width, dimension], layer: 1, fanIn: dimension },
      W2: { shape: [1, width], layer: 2, fanIn: width },
    }),
    forward(tf, { W1, W2 }, inputs) {
      const hidden = tf.relu(tf.matMul(inputs, W1, false, true));
      return tf.reshape(tf.matMul(hidden, W2, false, true), [-1]);
    },
    closedForms: mlpClosedForms(width, 0),
  }),
});
