import type { Experiment } from './compose.ts';
import type { ParameterSpecs, ParameterValues } from './contracts/model.ts';
import type { Samples } from './contracts/samples.ts';
import { LabError } from './errors.ts';
import type { RandomStream } from './streams.ts';

/**
 * The parameters that training starts from, checked against the shapes that the model declares.
 *
 * @throws LabError of kind `plugin` when the initializer returns other parameters, or numbers that are not finite.
 */
export function initialize(
  { config, initializer }: Experiment,
  specs: ParameterSpecs,
  train: Samples,
  stream: RandomStream,
): ParameterValues {
  const values = initializer.initialize(
    { model: config.model.name, modelOptions: config.model.options, specs, train },
    stream,
  );
  const complain = (message: string) => new LabError('plugin', `initializer "${config.init.name}" returned ${message}`);
  for (const name of Object.keys(values)) {
    if (!Object.hasOwn(specs, name)) throw complain(`"${name}", which is not a parameter of ${config.model.name}`);
  }
  for (const [name, { shape }] of Object.entries(specs)) {
    const size = sizeOf(shape);
    const value = values[name];
    if (value?.length !== size) {
      throw complain(`${value === undefined ? 'no' : value.length} numbers for "${name}", expected ${size}`);
    }
    if (!value.every(Number.isFinite)) throw complain(`numbers for "${name}" that are not finite`);
  }
  return values;
}

/** The number of elements of an array of this shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, extent) => product * extent, 1);
}
