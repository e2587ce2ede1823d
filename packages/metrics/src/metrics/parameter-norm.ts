import { defineMetric, z } from '@sharpness-lab/core';

/**
 * Euclidean norm of all parameters, `parameter-norm`, and of the parameters of each layer, `layer-1-norm`,
 * `layer-2-norm`, ...
 */
export default defineMetric({
  name: 'parameter-norm',
  summary: 'Euclidean norm of all parameters, and of each layer',
  options: z.object({}),
  create: () => ({
    measure({ specs, parameters }) {
      const squares = new Map<number, number>();
      for (const [name, { layer }] of Object.entries(specs)) {
        const values = parameters[name] as Float32Array;
        squares.set(
          layer,
          values.reduce((sum, value) => sum + value * value, squares.get(layer) ?? 0),
        );
      }
      const total = [...squares.values()].reduce((sum, square) => sum + square, 0);
      return {
        'parameter-norm': Math.sqrt(total),
        ...Object.fromEntries([...squares].map(([layer, square]) => [`layer-${layer}-norm`, Math.sqrt(square)])),
      };
    },
  }),
});
