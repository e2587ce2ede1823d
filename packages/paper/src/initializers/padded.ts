import { LabError, type ParameterSpec, type ParameterSpecs, type ParameterValues, sizeOf } from '@sharpness-lab/core';

/**
 * The same parameters with zeros behind them, up to the sizes of a wider model.
 *
 * @throws LabError of kind `config` for a model that is not that wide
 */
export function padded(values: ParameterValues, specs: ParameterSpecs): ParameterValues {
  return Object.fromEntries(
    Object.entries(values).map(([name, neurons]) => {
      const wide = new Float32Array(sizeOf((specs[name] as ParameterSpec).shape));
      if (wide.length < neurons.length) {
        throw new LabError('config', 'model.width: the generalizing net needs at least 4 neurons');
      }
      wide.set(neurons);
      return [name, wide];
    }),
  );
}
