import { defineMetric, type ParameterSpecs, z } from '@sharpness-lab/core';

const norm = { scale: 'linear', range: { min: 0 } } as const;

/**
 * Euclidean norm of all parameters, `parameter-norm`, and of the parameters of each layer, `layer-1-norm`,
 * `layer-2-norm`, ...
 */
export default defineMetric({
  name: 'parameter-norm',
  summary: 'Euclidean norm of all parameters, and of each layer',
  options: z.object({}),
  quantities: (_options, { specs }) => [
    { name: 'parameter-norm', title: 'parameter norm ‖θ‖', ...norm },
    ...layersOf(specs).map((layer) => ({
      name: `layer-${layer}-norm`,
      title: `norm of layer ${layer} ‖θ${subscript(layer)}‖`,
      overview: false,
      ...norm,
    })),
  ],
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

function layersOf(specs: ParameterSpecs): number[] {
  return [...new Set(Object.values(specs).map(({ layer }) => layer))];
}

function subscript(number: number): string {
  return String(number).replace(/\d/g, (digit) => String.fromCodePoint(0x2080 + Number(digit)));
}
