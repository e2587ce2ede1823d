import type { Experiment } from '../contracts/experiment.ts';
import type { ParameterSpecs, ParameterValues } from '../contracts/model.ts';
import type { Samples } from '../contracts/samples.ts';
import { attribute, pluginError } from '../plugins/attribution.ts';
import type { RandomStream } from '../random/random-stream.ts';
import { sizeOf } from './size-of.ts';

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
  const { name: model, options: modelOptions } = config.model;
  const values = attribute(initializer, () => initializer.initialize({ model, modelOptions, specs, train }, stream));
  const complain = (message: string) => pluginError(initializer, message);
  for (const name of Object.keys(values ?? {})) {
    if (!Object.hasOwn(specs, name)) throw complain(`it returned "${name}", which is not a parameter of ${model}`);
  }
  for (const [name, { shape }] of Object.entries(specs)) {
    const size = sizeOf(shape);
    const value = values?.[name];
    if (value?.length !== size) {
      throw complain(`expected ${size} numbers for "${name}" (${shape.join(' x ')}), got ${value?.length ?? 'none'}`);
    }
    const index = value.findIndex((each) => !Number.isFinite(each));
    if (index >= 0) throw complain(`expected finite numbers for "${name}", got ${value[index]} at position ${index}`);
  }
  return values;
}
