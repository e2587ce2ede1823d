import { formatValue } from '../config/issues.ts';
import type { Model, ParameterSpecs } from '../contracts/model.ts';
import { attribute, pluginError } from '../plugins/attribution.ts';

/**
 * The shapes of a model's parameters.
 *
 * @throws LabError of kind `plugin` naming the model when it fails, or returns something else than shapes
 */
export function parametersOf(model: Model, dimension: number): ParameterSpecs {
  const specs = attribute(model, () => model.parameters(dimension));
  for (const [name, spec] of Object.entries(specs)) {
    const shape: unknown = spec?.shape;
    if (Array.isArray(shape) && shape.every((extent) => Number.isSafeInteger(extent) && extent >= 1)) continue;
    throw pluginError(model, `parameter "${name}": expected a shape of whole numbers >= 1, got ${formatValue(shape)}`);
  }
  return specs;
}
