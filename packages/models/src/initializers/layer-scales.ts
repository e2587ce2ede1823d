import { type ParameterSpec, type ParameterSpecs, type ParameterValues, sizeOf, z } from '@sharpness-lab/core';

/** The option of initializers that scale each layer. */
export const scalesOption = z
  .array(z.number().min(0))
  .default([])
  .describe('the scale of each layer from the first on; 1 for layers without one');

/**
 * Fills each parameter, given the scale of its layer; those with a starting value of their own (the gamma of Sim-BN)
 * take that.
 */
export function fillByLayer(
  specs: ParameterSpecs,
  scales: readonly number[],
  fill: (name: string, spec: ParameterSpec, values: Float32Array, scale: number) => void,
): ParameterValues {
  return Object.fromEntries(
    Object.entries(specs).map(([name, spec]) => {
      const values = new Float32Array(sizeOf(spec.shape));
      if (spec.initial !== undefined) values.fill(spec.initial);
      else fill(name, spec, values, scales[spec.layer - 1] ?? 1);
      return [name, values];
    }),
  );
}
