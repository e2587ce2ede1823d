import type { ClosedForms } from '@sharpness-lab/core';
import { activeSums, incomingNorms, preActivations, squaredInputNorms } from './hidden-layer.ts';

/**
 * Closed forms of f(x) = W2 relu(W1 x + b1), with or without the bias:
 *
 *     ||grad f(x_i)||^2 = sum_j h_ij^2 + ||x'_i||^2 sum_{j: a_ij > 0} W2_j^2,      Lap f(x_i) = 0,
 *
 * because away from the kinks f is affine in every single weight.
 *
 * @param bias 1 with a bias (x' = [x, 1]), 0 without (x' = x)
 */
export function mlpClosedForms(width: number, bias: 0 | 1): ClosedForms<'W1' | 'W2'> {
  return {
    preActivations,
    neuronNorms: (parameters) => ({
      incoming: incomingNorms(parameters, width),
      outgoing: Float64Array.from(parameters.W2, Math.abs),
    }),
    derivatives(parameters, samples) {
      const { W2 } = parameters;
      const activations = preActivations(parameters, samples);
      const inputNorms = squaredInputNorms(samples, bias);
      const outputs = new Float64Array(samples.size);
      const squaredGradientNorms = new Float64Array(samples.size);
      for (let i = 0; i < samples.size; i++) {
        const { weighted, squares, outgoing } = activeSums(activations, W2, i);
        outputs[i] = weighted;
        squaredGradientNorms[i] = squares + (inputNorms[i] as number) * outgoing;
      }
      return { outputs, squaredGradientNorms, laplacians: new Float64Array(samples.size) };
    },
  };
}
