import {
  type Definition,
  type ExperimentInput,
  experimentSchema,
  PLUGIN_KINDS,
  type PluginKind,
  type PluginRegistry,
  z,
} from '@sharpness-lab/core';

type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * The JSON Schema of experiment files, for editors: draft 7, which most of them read. A plugin is one of those in the
 * registry, and its name decides the schema of its options.
 *
 * @param defaults the values of missing keys, see `createLab`
 */
export function experimentJsonSchema(registry: PluginRegistry, defaults: Partial<ExperimentInput>): JsonSchema {
  const { properties, required, ...schema } = jsonSchemaOf(experimentSchema) as {
    readonly properties: Readonly<Record<string, JsonSchema>>;
    readonly required: readonly string[];
  };
  const preset = (name: string) =>
    Object.hasOwn(defaults, name) ? { default: defaults[name as keyof typeof defaults] } : {};
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Experiment of Sharpness Lab',
    ...schema,
    properties: {
      format: { type: 'integer', description: 'in the folder of a run, the format of its files' },
      ...Object.fromEntries(
        Object.entries(properties).map(([name, property]) => [name, { ...property, ...preset(name) }]),
      ),
    },
    required: required.filter((name) => !Object.hasOwn(defaults, name)),
    definitions: Object.fromEntries(PLUGIN_KINDS.map((kind) => [kind, referenceSchema(registry, kind)])),
  };
}

/** A plugin of a kind as its name alone, or with options. */
function referenceSchema(registry: PluginRegistry, kind: PluginKind): JsonSchema {
  const definitions = registry.list(kind).map(({ definition }) => definition);
  // All plugins of this kind come from other packages.
  if (definitions.length === 0) return { not: {} };
  const names = definitions.map(({ name }) => name);
  const formerNames = definitions.flatMap(({ aliases = [] }) => aliases);
  return {
    anyOf: [
      ...definitions
        .filter(needsNothing)
        .flatMap(({ name, aliases = [], summary }) => [
          { const: name, description: summary },
          ...aliases.map((alias) => ({ const: alias, description: `now ${name}` })),
        ]),
      {
        type: 'object',
        required: ['name'],
        properties: { name: { enum: [...names, ...formerNames], description: `a plugin of kind ${kind}` } },
        allOf: definitions.map((definition) => ({
          if: { required: ['name'], properties: { name: nameOf(definition) } },
          // biome-ignore lint/suspicious/noThenProperty: a word of JSON Schema
          then: pluginSchema(definition),
        })),
      },
    ],
  };
}

function needsNothing({ options }: Definition): boolean {
  return options.safeParse({}).success;
}

function pluginSchema(definition: Definition): JsonSchema {
  const { summary, options } = definition;
  const { properties, ...schema } = jsonSchemaOf(options) as { readonly properties?: JsonSchema };
  return {
    description: summary,
    ...schema,
    properties: { name: { ...nameOf(definition), description: summary }, ...properties },
  };
}

/** The name of a plugin, or a former one. */
function nameOf({ name, aliases = [] }: Definition): JsonSchema {
  return aliases.length === 0 ? { const: name } : { enum: [name, ...aliases] };
}

function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  const { $schema, ...rest } = z.toJSONSchema(schema, { target: 'draft-7', io: 'input', unrepresentable: 'any' });
  return withReferences(rest) as JsonSchema;
}

/**
 * The schema with two changes. References to `definitions` replace plugins, which core marks with their kind. The
 * bounds of exact whole numbers in a double, which zod adds to every whole number, are removed.
 */
function withReferences(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withReferences);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { plugin, ...rest } = schema as JsonSchema;
  if (typeof plugin === 'string') {
    const { anyOf, ...annotations } = rest;
    return { ...annotations, allOf: [{ $ref: `#/definitions/${plugin}` }] };
  }
  return Object.fromEntries(
    Object.entries(rest)
      .filter(([, value]) => Math.abs(Number(value)) !== Number.MAX_SAFE_INTEGER)
      .map(([key, value]) => [key, withReferences(value)]),
  );
}
