import { z } from '@sharpness-lab/core';
import type { ModelBinding } from './bindings.ts';

const options = z.object({ width: z.int() });
const deepOptions = z.object({ widths: z.array(z.int()).min(1) });
const layerNormOptions = options.extend({ epsilon: z.number() });

/**
 * The two-layer ReLU networks f = W2 relu(W1 x + b1), without bias, with it, and with simplified normalization; the softplus
 * network and the deeper ones with a bias in the first layer.
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
  {
    model: 'mlp-bias',
    architecture(input) {
      const { widths } = deepOptions.parse(input);
      const width = widths[0] as number;
      return widths.length === 1 ? { width, bias: true, normalization: 'none' } : { widths };
    },
  },
];
