import { type ParameterSpecs, type ParameterValues, sizeOf } from '@sharpness-lab/core';

/** The named parameters one after the other, in the order of `specs`. */
export function flatten(specs: ParameterSpecs, values: ParameterValues): Float32Array {
  const vector = zeroVector(specs);
  for (const [name, view] of Object.entries(unflatten(specs, vector))) view.set(values[name] as Float32Array);
  return vector;
}

/** The named parameters within a flat vector, sharing its memory. */
export function unflatten(specs: ParameterSpecs, vector: Float32Array): ParameterValues {
  let end = 0;
  return Object.fromEntries(
    Object.entries(specs).map(([name, { shape }]) => {
      const start = end;
      end += sizeOf(shape);
      return [name, vector.subarray(start, end)];
    }),
  );
}

/** A flat vector of zeros with room for all parameters. */
export function zeroVector(specs: ParameterSpecs): Float32Array {
  return new Float32Array(Object.values(specs).reduce((size, { shape }) => size + sizeOf(shape), 0));
}
