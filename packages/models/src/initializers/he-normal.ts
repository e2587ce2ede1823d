import { defineInitializer, z } from '@sharpness-lab/core';
import { fillByLayer, scalesOption } from './layer-scales.ts';

/**
 * He (Kaiming) normal initialization: weights normal with mean 0 and standard deviation c sqrt(2 / fan_in), c the scale of their layer; biases, the
 * parameters of one axis, zero. Parameters with a starting value of their own (the gamma of Sim-BN) take that. With
 * c = 1 the mean squared activation is the same in every ReLU layer.
 *
 * Source: He, Zhang, Ren, Sun, "Delving Deep into Rectifiers: Surpassing Human-Level Performance on ImageNet
 * Classification", 2015, arXiv:1502.01852, equation 10.
 */
export default defineInitializer({
  name: 'he-normal',
  aliases: ['normal-fan-in'],
  summary: 'He (Kaiming) normal: weights of deviation scale sqrt(2 / fan in), one scale a layer; biases zero',
  options: z.object({ scales: scalesOption }),
  create: ({ scales }) => ({
    initialize: ({ specs }, stream) =>
      fillByLayer(specs, scales, (name, { shape, fanIn }, values, scale) => {
        if (shape.length === 1) return;
        const draws = stream.child(name);
        const deviation = scale * Math.sqrt(2 / fanIn);
        for (let i = 0; i < values.length; i++) values[i] = deviation * draws.normal();
      }),
  }),
});
