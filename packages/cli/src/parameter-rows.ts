import type { PluginRegistry } from '@sharpness-lab/core';

/** The input dimension for which a model's parameters are shown: the paper's. */
export const SHOWN_DIMENSION = 30;

/** A row for each parameter of a model with default options: its name, and its shape. */
export function parameterRows(registry: PluginRegistry, model: string): string[][] {
  const specs = registry.create(registry.defaults('model', model)).parameters(SHOWN_DIMENSION);
  return Object.entries(specs).map(([parameter, { shape }]) => [parameter, `[${shape.join(', ')}]`]);
}
