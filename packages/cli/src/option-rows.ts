import { z } from '@sharpness-lab/core';

/** The keys of a JSON Schema that describe an option. */
interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly default?: unknown;
  readonly description?: string;
  /** The kind of plugin, for an option that names a plugin. */
  readonly plugin?: string;
}

/** A row for each option of a plugin: name, type and range, default, description. */
export function optionRows(options: z.ZodObject): string[][] {
  const { properties = {}, required = [] } = z.toJSONSchema(options, { io: 'input', unrepresentable: 'any' }) as Schema;
  return Object.entries(properties).map(([name, schema]) => [
    name,
    typeOf(schema),
    required.includes(name) ? 'required' : (JSON.stringify(schema.default ?? defaultOf(options, name)) ?? '-'),
    schema.description ?? '',
  ]);
}

/** The default of an option whose schema transforms its input. JSON Schema cannot express it. */
function defaultOf(options: z.ZodObject, name: string): unknown {
  return z.safeParse(options.shape[name] as z.ZodType, undefined).data;
}

function typeOf(schema: Schema): string {
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' or ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.plugin !== undefined) return schema.plugin;
  if (schema.anyOf !== undefined) return schema.anyOf.map(typeOf).join(' or ');
  if (schema.type === 'array') return schema.items === undefined ? 'list' : `list of ${typeOf(schema.items)}`;
  return `${schema.type === 'integer' ? 'whole number' : (schema.type ?? 'any')}${range(schema)}`;
}

function range({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Schema): string {
  return [
    minimum === undefined || minimum <= Number.MIN_SAFE_INTEGER ? '' : ` >= ${minimum}`,
    exclusiveMinimum === undefined ? '' : ` > ${exclusiveMinimum}`,
    maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER ? '' : ` <= ${maximum}`,
    exclusiveMaximum === undefined ? '' : ` < ${exclusiveMaximum}`,
  ].join('');
}
