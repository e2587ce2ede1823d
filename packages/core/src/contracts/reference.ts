import { z } from '../vendor/zod.ts';
import type { PluginKind } from './plugin-kind.ts';

const REFERENCE = Symbol.for('@sharpness-lab/reference');

/**
 * A key for the compiler alone: it tells to which kind of plugin a text or an object refers. Neither has such a key at
 * run time.
 */
export interface Refers<K extends PluginKind = PluginKind> {
  readonly [REFERENCE]?: K;
}

/** A plugin named in a configuration: its name alone, or its name and options. */
export type ReferenceInput<K extends PluginKind = PluginKind> =
  | (string & Refers<K>)
  | (Refers<K> & { readonly name: string; readonly [option: string]: unknown });

/** A reference after parsing: the kind is known, the options are not checked yet. */
export interface ParsedReference<K extends PluginKind = PluginKind> {
  readonly [REFERENCE]: K;
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/** A reference whose plugin exists and whose options are complete and valid. Serialises as `{ name, ...options }`. */
export interface ResolvedReference<K extends PluginKind = PluginKind> extends ParsedReference<K> {
  toJSON(): { readonly name: string; readonly [option: string]: unknown };
}

/** Schema of a plugin reference: a name, or an object `{ name, ...options }`. */
export function reference<K extends PluginKind>(kind: K): z.ZodType<ResolvedReference<K>, ReferenceInput<K>> {
  const form = z
    .union([z.string().min(1), z.looseObject({ name: z.string().min(1) })], {
      error: `expected the name of a plugin of kind ${kind}, or { name, ...options }`,
    })
    // The kind is in the JSON Schema, so that programs which show the schema know it.
    .meta({ plugin: kind });
  return form.transform((input) => parsedReference(kind, input)).describe(`a plugin of kind ${kind}`);
}

/** Schema of a number that may follow a schedule instead of being constant. */
export function scheduled<N extends z.ZodType<number, number>>(number: N) {
  return z.union([number, reference('schedule')]);
}

// The type is the resolved one, because plugins see a reference only after the registry has resolved it.
function parsedReference<K extends PluginKind>(kind: K, input: ReferenceInput): ResolvedReference<K> {
  const { name, ...options } = typeof input === 'string' ? { name: input } : input;
  const parsed: ParsedReference<K> = { [REFERENCE]: kind, name, options };
  return parsed as ResolvedReference<K>;
}

export function resolvedReference<K extends PluginKind>(
  kind: K,
  name: string,
  options: Readonly<Record<string, unknown>>,
): ResolvedReference<K> {
  return {
    [REFERENCE]: kind,
    name,
    options,
    toJSON: () => ({ name, ...options }),
  };
}

export function isReference(value: unknown): value is ParsedReference {
  return typeof value === 'object' && value !== null && REFERENCE in value;
}

export function kindOf<K extends PluginKind>(value: ParsedReference<K>): K {
  return value[REFERENCE];
}
