import { defineModel, z } from '@sharpness-lab/core';
import { biasedLayer, hiddenLayer } from './biased-layer.ts';
import { mlpClosedForms } from './mlp-closed-forms.ts';
import { widthOption } from './width-option.ts';

/**
 * Two-layer ReLU network with a bias in the first layer:
 *
 *     f(x) = W2 relu(W1 x + b1)
 *
 * W1 [width, d], b1 [width], W2 [1, width].
 *
 * Source: Wen, Li, Ma, "Sharpness Minimization Algorithms Do Not Only Minimize Sharpness To Achieve Better
 * Generalization", 2023, arXiv:2307.11007, 2-MLP-Bias of section 2.
 */
export default defineModel({
  name: '2-mlp-bias',
  summary: 'two-layer ReLU network with first-layer bias, f(x) = W2 relu(W1 x + b1)',
  options: z.object({ width: widthOption }),
  create: ({ width }) => ({
    parameters: (dimension) => ({
      ...biasedLayer(width, dimension),
      W2: { shape: [1, width], layer: 2, fanIn: width },
    }),
    forward(tf, parameters, inputs) {
      const hidden = hiddenLayer(tf, parameters, inputs);
      return tf.reshape(tf.matMul(hidden, parameters.W2, false, true), [-1]);
    },
    closedForms: mlpClosedForms(width, 1),
  }),
});
