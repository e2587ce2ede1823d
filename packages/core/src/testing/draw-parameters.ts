import type { Model, ParameterSpecs, ParameterValues } from '../contracts/model.ts';
import type { Samples } from '../contracts/samples.ts';
import { sizeOf } from '../parameters/size-of.ts';
import { rootStream } from '../random/random-stream.ts';
import { ensure } from './assertions.ts';

const GRID = 2 ** -12;
const ATTEMPTS = 2000;

/** The least distance from zero of first-layer pre-activations after {@link drawParameters}. */
export const CLEARANCE = 2 ** -4;

/**
 * Parameters for tests: multiples of 2^-12, uniform on [-1, 1], so that steps by a power of two are exact in single
 * precision. If the model has its pre-activations in closed form, no sample is near a kink of its first layer, so that
 * finite differences see a smooth function.
 */
export function drawParameters(model: Model, specs: ParameterSpecs, samples: readonly Samples[]): ParameterValues {
  const stream = rootStream(0).child('parameters');
  const draw = () =>
    Object.fromEntries(
      Object.entries(specs).map(([name, { shape }]) => [
        name,
        Float32Array.from({ length: sizeOf(shape) }, () => (stream.integer(2 / GRID + 1) - 1 / GRID) * GRID),
      ]),
    );
  const { closedForms } = model;
  if (closedForms === undefined) return draw();
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const parameters = draw();
    const clear = samples.every((each) =>
      closedForms.preActivations(parameters, each).every((a) => Math.abs(a) > CLEARANCE),
    );
    if (clear) return parameters;
  }
  ensure(false, `no parameters away from the kinks in ${ATTEMPTS} draws: test with a smaller width, up to about 8`);
}
