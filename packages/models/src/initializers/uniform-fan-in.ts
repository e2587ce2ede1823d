import { defineInitializer, z } from '@sharpness-lab/core';
import { fillByLayer, scalesOption } from './layer-scales.ts';

/**
 * Every weight and bias of a layer uniform on [-c / sqrt(fan_in), c / sqrt(fan_in)), c the scale of its layer.
 * Parameters with a starting value of their own (the gamma of Sim-BN) take that. With c = 1 this is the default of
 * PyTorch's `nn.Linear`.
 */
export default defineInitializer({
  name: 'uniform-fan-in',
  summary: 'uniform within +-scale / sqrt(fan in), one scale a layer',
  options: z.object({ scales: scalesOption }),
  create: ({ scales }) => ({
    initialize: ({ specs }, stream) =>
      fillByLayer(specs, scales, (name, { fanIn }, values, scale) => {
        const draws = stream.child(name);
        const bound = scale / Math.sqrt(fanIn);
        for (let i = 0; i < values.length; i++) values[i] = bound * (2 * draws.uniform() - 1);
      }),
  }),
});
