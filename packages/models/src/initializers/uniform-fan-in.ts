import { defineInitializer, sizeOf, z } from '@sharpness-lab/core';

/**
 * Every weight and bias of a layer uniform on [-c / sqrt(fan_in), c / sqrt(fan_in)), c the scale of its layer.
 * Parameters with a starting value of their own (the gamma of Sim-BN) take that. With c = 1 this is the default of
 * PyTorch's `nn.Linear`.
 */
export default defineInitializer({
  name: 'uniform-fan-in',
  summary: 'uniform within +-scale / sqrt(fan in), one scale a layer',
  options: z.object({
    scales: z
      .array(z.number().min(0))
      .default([])
      .describe('the scale of each layer from the first on; 1 for layers without one'),
  }),
  create: ({ scales }) => ({
    initialize: ({ specs }, stream) =>
      Object.fromEntries(
        Object.entries(specs).map(([name, { shape, layer, fanIn, initial }]) => {
          const values = new Float32Array(sizeOf(shape));
          if (initial !== undefined) return [name, values.fill(initial)];
          const draws = stream.child(name);
          const bound = (scales[layer - 1] ?? 1) / Math.sqrt(fanIn);
          for (let i = 0; i < values.length; i++) values[i] = bound * (2 * draws.uniform() - 1);
          return [name, values];
        }),
      ),
  }),
});
