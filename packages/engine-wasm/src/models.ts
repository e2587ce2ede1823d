import { z } from '@sharpness-lab/core';
import type { ModelBinding } from './bindings.ts';

const packageName = '@sharpness-lab/models';

// Strict, so that a model with an option that the kernels do not know gets none.
const twoLayerOptions = z.strictObject({ width: z.int() });
// The kernels do not use the initial gamma.
const batchNormOptions = z.strictObject({ width: z.int(), initialGamma: z.number() });
const layerNormOptions = z.strictObject({ width: z.int(), epsilon: z.number() });
const deepOptions = z.strictObject({ widths: z.array(z.int()).min(1) });

function plainBinding(name: string, bias: boolean): ModelBinding {
  return {
    packageName,
    name,
    architecture(options) {
      const { data } = twoLayerOptions.safeParse(options);
      return data && { ...data, bias, normalization: 'none' };
    },
  };
}

/**
 * The two-layer ReLU networks f = W2 relu(W1 x + b1) without bias, with bias, and with simplified normalization, the
 * two-layer softplus network, and the deeper ReLU networks with a bias in the first layer.
 */
export const modelBindings: readonly ModelBinding[] = [
  plainBinding('2-mlp-no-bias', false),
  plainBinding('2-mlp-bias', true),
  {
    packageName,
    name: '2-mlp-sim-bn',
    architecture(options) {
      const { data } = batchNormOptions.safeParse(options);
      return data && { width: data.width, bias: true, normalization: 'batch' };
    },
  },
  {
    packageName,
    name: '2-mlp-sim-ln',
    architecture(options) {
      const { data } = layerNormOptions.safeParse(options);
      return data && { ...data, bias: true, normalization: 'layer' };
    },
  },
  {
    packageName,
    name: '2-mlp-softplus',
    architecture(options) {
      const { data } = twoLayerOptions.safeParse(options);
      return data && { ...data, bias: true, activation: 'softplus' };
    },
  },
  {
    packageName,
    name: 'mlp-bias',
    architecture(options) {
      const { data } = deepOptions.safeParse(options);
      if (data === undefined) return undefined;
      const [width, ...further] = data.widths as [number, ...number[]];
      return further.length === 0 ? { width, bias: true, normalization: 'none' } : data;
    },
  },
];
