import { utf8ToBytes } from '@noble/hashes/utils.js';
import { type Definition, isDefinition, type PluginTypes } from '../contracts/plugin.ts';
import type { PluginKind } from '../contracts/plugin-kind.ts';
import type { ResolvedReference } from '../contracts/reference.ts';
import { reference } from '../contracts/reference.ts';
import type { Contents } from '../contracts/sources.ts';
import { createLab, type Lab, type LabPart } from '../lab/lab.ts';
import { pluginModule } from '../lab/plugin-module.ts';
import { contentOf } from '../planning/read-sources.ts';
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

/** The contents of files, as text or bytes, by the locations that a plugin declares as its sources. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

/**
 * Creates a plugin in the same way as an application.
 *
 * @param plugins definitions, modules and packages that its options refer to
 * @param files the contents of its sources
 */
export function createPlugin<K extends PluginKind, Options extends z.ZodObject>(
  definition: Definition<K, Options>,
  options: z.input<Options> | undefined,
  plugins: readonly LabPart[] = [],
  files: Files = {},
): PluginTypes[K] {
  const { registry } = labOf([definition, ...plugins]);
  return registry.create(referenceTo(registry, definition, options ?? {}), contentsOf(files));
}

/** The contents of files as a lab gives them. */
export function contentsOf(files: Files): Contents {
  return new Map(
    Object.entries(files).map(([location, content]) => {
      return [location, contentOf(typeof content === 'string' ? utf8ToBytes(content) : content)];
    }),
  );
}
