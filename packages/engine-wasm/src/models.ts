import { z } from '@sharpness-lab/core';
import type { ModelBinding } from './bindings.ts';

const options = z.object({ width: z.int() });
const layerNormOptions = options.extend({ epsilon: z.number() });

/**
 * The two-layer ReLU networks f = W2 relu(W1 x + b1), without bias, with it, and with simplified normalization, and the
 * softplus network with bias.
 */
export const modelBindings: readonly ModelBinding[] = [
  {
    model: '2-mlp-no-bias',
    architecture: (input) => ({ width: options.parse(input).width, bias: false, normalization: 'none' }),
  },
  {
    model: '2-mlp-bias',
    architecture: (input) => ({ width: options.parse(input).width, bias: true, normalization: 'none' }),
  },
  {
    model: '2-mlp-sim-bn',
    architecture: (input) => ({ width: options.parse(input).width, bias: true, normalization: 'batch' }),
  },
  {
    model: '2-mlp-sim-ln',
    architecture: (input) => ({ ...layerNormOptions.parse(input), bias: true, normalization: 'layer' }),
  },
  {
    model: '2-mlp-softplus',
    architecture: (input) => ({ width: options.parse(input).width, bias: true, activation: 'softplus' }),
  },
];
