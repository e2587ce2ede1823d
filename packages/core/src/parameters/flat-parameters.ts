import type { ParameterSpecs, ParameterValues } from '../contracts/model.ts';
import { sizeOf } from './size-of.ts';

/** The range of each named parameter in a flat vector with all parameters in the order of `specs`: start and end. */
export function parameterSpans(specs: ParameterSpecs): Map<string, readonly [start: number, end: number]> {
  let end = 0;
  return new Map(
    Object.entries(specs).map(([name, { shape }]) => {
      const start = end;
      end += sizeOf(shape);
      return [name, [start, end]];
    }),
  );
}

/** The named parameters one after the other, in the order of `specs`. */
export function flatten(specs: ParameterSpecs, values: ParameterValues): Float32Array {
  const vector = zeroVector(specs);
  for (const [name, view] of Object.entries(unflatten(specs, vector))) view.set(values[name] as Float32Array);
  return vector;
}

/** The named parameters within a flat vector, sharing its memory. */
export function unflatten<A extends Float32Array | Float64Array>(specs: ParameterSpecs, vector: A): Record<string, A> {
  return Object.fromEntries(
    Array.from(parameterSpans(specs), ([name, [start, end]]) => [name, vector.subarray(start, end) as A]),
  );
}

/** A flat vector of zeros with room for all parameters. */
export function zeroVector(specs: ParameterSpecs): Float32Array {
  return new Float32Array(Object.values(specs).reduce((size, { shape }) => size + sizeOf(shape), 0));
}
