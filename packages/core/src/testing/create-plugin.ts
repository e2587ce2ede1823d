import { type Definition, isDefinition, type PluginTypes } from '../contracts/plugin.ts';
import type { PluginKind } from '../contracts/plugin-kind.ts';
import type { ResolvedReference } from '../contracts/reference.ts';
import { reference } from '../contracts/reference.ts';
import { createLab, type Lab, type LabPart } from '../lab/lab.ts';
import { pluginModule } from '../lab/plugin-module.ts';
import type { PluginRegistry } from '../plugins/registry.ts';
import type { z } from '../vendor/zod.ts';

/** A lab of definitions, modules and packages. Duplicates of definitions are left out. */
export function labOf(parts: readonly LabPart[], defaults: Parameters<typeof createLab>[1] = {}): Lab {
  const module = pluginModule([...new Set(parts.filter(isDefinition))]);
  const packages = parts.filter((part) => !isDefinition(part));
  return createLab([{ origin: { name: 'testing', version: '0.0.0' }, module }, ...packages], defaults);
}

/** The checked and completed reference to a plugin with these options. */
export function referenceTo<K extends PluginKind>(
  registry: PluginRegistry,
  { kind, name }: Definition<K>,
  options: object,
): ResolvedReference<K> {
  return registry.resolve(reference(kind).parse({ ...options, name }));
}

/**
 * Creates a plugin in the same way as an application.
 *
 * @param plugins definitions, modules and packages that its options refer to
 */
export function createPlugin<K extends PluginKind, Options extends z.ZodObject>(
  definition: Definition<K, Options>,
  options: z.input<Options> | undefined,
  plugins: readonly LabPart[] = [],
): PluginTypes[K] {
  const { registry } = labOf([definition, ...plugins]);
  return registry.create(referenceTo(registry, definition, options ?? {}));
}
