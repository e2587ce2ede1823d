import type { ParameterValues } from '../../contracts/model.ts';
import { defineModel } from '../../contracts/plugin.ts';
import type { Samples } from '../../contracts/samples.ts';
import { z } from '../../vendor/zod.ts';

/**
 * A two-layer ReLU network with bias, for tests that need one without depending on a package of models:
 *
 *     f(x) = W2 relu(W1 x + b1),    ||grad f||^2 = ||h||^2 + (||x||^2 + 1) sum_{a_j > 0} W2_j^2,    Lap f = 0
 *
 * W1 [width, d], b1 [width], W2 [1, width].
 */
export const smallNetwork = defineModel({
  name: 'small-network',
  summary: 'two-layer ReLU network with bias, for tests',
  options: z.object({ width: z.int().min(1).default(4).describe('number of hidden neurons') }),
  create: ({ width }) => ({
    parameters: (dimension) => ({
      W1: { shape: [width, dimension], layer: 1, fanIn: dimension },
      b1: { shape: [width], layer: 1, fanIn: dimension },
      W2: { shape: [1, width], layer: 2, fanIn: width },
    }),
    forward(tf, { W1, b1, W2 }, inputs) {
      const hidden = tf.relu(tf.add(tf.matMul(inputs, W1, false, true), b1));
      return tf.reshape(tf.matMul(hidden, W2, false, true), [-1]);
    },
    closedForms: {
      derivatives(parameters, samples) {
        const { W2 } = parameters;
        const activations = preActivations(parameters, samples);
        const outputs = new Float64Array(samples.size);
        const squaredGradientNorms = new Float64Array(samples.size);
        for (let i = 0; i < samples.size; i++) {
          const input = row(samples, i);
          const squaredInput = input.reduce((sum, x) => sum + x * x, 1);
          activations.subarray(i * width, (i + 1) * width).forEach((a, j) => {
            if (a <= 0) return;
            const w2 = W2[j] as number;
            outputs[i] = (outputs[i] as number) + w2 * a;
            squaredGradientNorms[i] = (squaredGradientNorms[i] as number) + a * a + w2 * w2 * squaredInput;
          });
        }
        return { outputs, squaredGradientNorms, laplacians: new Float64Array(samples.size) };
      },
      preActivations,
      neuronNorms({ W1, b1, W2 }) {
        const dimension = W1.length / b1.length;
        return {
          incoming: Float64Array.from(b1, (bias, j) =>
            Math.hypot(bias, ...W1.subarray(j * dimension, (j + 1) * dimension)),
          ),
          outgoing: Float64Array.from(W2, Math.abs),
        };
      },
    },
  }),
});

type Name = 'W1' | 'b1' | 'W2';

function preActivations({ W1, b1 }: ParameterValues<Name>, samples: Samples): Float64Array {
  const { dimension } = samples;
  return Float64Array.from({ length: samples.size * b1.length }, (_, index) => {
    const j = index % b1.length;
    const weights = W1.subarray(j * dimension, (j + 1) * dimension);
    return row(samples, Math.floor(index / b1.length)).reduce(
      (sum, x, k) => sum + x * (weights[k] as number),
      b1[j] as number,
    );
  });
}

function row({ inputs, dimension }: Samples, i: number): Float32Array {
  return inputs.subarray(i * dimension, (i + 1) * dimension);
}
