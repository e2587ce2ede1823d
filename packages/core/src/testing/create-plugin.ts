import type { Definition, PluginTypes } from '../contracts/plugin.ts';
import type { PluginKind } from '../contracts/plugin-kind.ts';
import type { ResolvedReference } from '../contracts/reference.ts';
import { reference } from '../contracts/reference.ts';
import { createLab, type Lab } from '../lab/lab.ts';
import { pluginModule } from '../lab/plugin-module.ts';
import type { PluginRegistry } from '../plugins/registry.ts';
import type { z } from '../vendor/zod.ts';

/** A lab of these definitions. Duplicates are left out. */
export function labOf(definitions: readonly Definition[], defaults: Parameters<typeof createLab>[1] = {}): Lab {
  const module = pluginModule([...new Set(definitions)]);
  return createLab([{ origin: { name: 'testing', version: '0.0.0' }, module }], defaults);
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
 * @param plugins definitions that its options refer to
 */
export function createPlugin<K extends PluginKind, Options extends z.ZodObject>(
  definition: Definition<K, Options>,
  options: z.input<Options> | undefined,
  plugins: readonly Definition[] = [],
): PluginTypes[K] {
  const { registry } = labOf([definition, ...plugins]);
  return registry.create(referenceTo(registry, definition, options ?? {}));
}
