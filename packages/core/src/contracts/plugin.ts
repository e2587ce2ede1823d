import { LabError } from '../errors.ts';
import type { z } from '../vendor/zod.ts';
import type { Constraint } from './constraint.ts';
import type { Dataset } from './dataset.ts';
import type { Engine } from './engine.ts';
import type { Initializer } from './initializer.ts';
import type { Loss } from './loss.ts';
import type { Metric, Quantities } from './metric.ts';
import type { Model } from './model.ts';
import type { Observer } from './observer.ts';
import type { Optimizer } from './optimizer.ts';
import type { PluginKind } from './plugin-kind.ts';
import type { ResolvedReference } from './reference.ts';
import type { Schedule } from './schedule.ts';

/** The object that a plugin of each kind creates. */
export interface PluginTypes extends Record<PluginKind, unknown> {
  dataset: Dataset;
  model: Model;
  initializer: Initializer;
  loss: Loss;
  optimizer: Optimizer;
  schedule: Schedule;
  constraint: Constraint;
  metric: Metric;
  engine: Engine;
  observer: Observer;
}

/** Creates the plugins in the options of another plugin. */
export interface Plugins {
  create<K extends PluginKind>(reference: ResolvedReference<K>): PluginTypes[K];
  /** A number that may be scheduled, as a function of progress. */
  schedule(value: number | ResolvedReference<'schedule'>): Schedule;
}

// Symbol.for, so that definitions made with another copy of this package are recognised.
export const DEFINITION = Symbol.for('@sharpness-lab/definition');

/** The name of a plugin, its options, and the function that creates it. */
interface DefinitionInput<K extends PluginKind, Options extends z.ZodObject, Name extends string> {
  /** Lower case, with hyphens. */
  readonly name: Name;
  /** Former names. Configurations may still use them. */
  readonly aliases?: readonly string[];
  /** One line for lists of plugins. */
  readonly summary: string;
  /** Types, defaults and documentation of the options; unknown keys are refused. */
  readonly options: Options;
  /** Written as a method, so that definitions with different options fit into one list. */
  create(options: z.output<Options>, plugins: Plugins): PluginTypes[K];
}

/** What the definitions of one kind say beyond what all do. */
type Declaration<K extends PluginKind, Options extends z.ZodObject> = K extends 'metric'
  ? { readonly quantities: Quantities<z.output<Options>> }
  : unknown;

/** A plugin; one of kind `metric` also has its {@link Quantities}. */
export type Definition<
  K extends PluginKind = PluginKind,
  Options extends z.ZodObject = z.ZodObject,
  Name extends string = string,
> = DefinitionInput<K, Options, Name> &
  Declaration<K, Options> & {
    readonly [DEFINITION]: true;
    readonly kind: K;
  };

/** Whether a value was made with one of the define functions. */
export function isDefinition(value: unknown): value is Definition {
  return typeof value === 'object' && value !== null && DEFINITION in value;
}

function definer<K extends PluginKind>(kind: K) {
  return <Options extends z.ZodObject, Name extends string>(
    definition: DefinitionInput<K, Options, Name> & Declaration<K, Options>,
  ): Definition<K, Options, Name> => {
    checkDefinition(kind, definition);
    return { ...definition, options: definition.options.strict() as unknown as Options, [DEFINITION]: true, kind };
  };
}

/** The same checks as the compiler's, for authors who write JavaScript. */
function checkDefinition(kind: PluginKind, definition: object): void {
  const { name, aliases = [], summary, options, create, quantities } = definition as Readonly<Record<string, unknown>>;
  const refuse = (message: string) => new LabError('plugin', `${kind} ${JSON.stringify(name)}: ${message}`);
  if (!isName(name)) throw refuse('name: expected lower-case letters, digits and hyphens');
  if (!Array.isArray(aliases) || !aliases.every((alias) => isName(alias) && alias !== name)) {
    throw refuse('aliases: expected a list of other names of lower-case letters, digits and hyphens');
  }
  if (typeof summary !== 'string') throw refuse('summary: expected a line of text that says what it is');
  const isSchema = typeof options === 'object' && options !== null && 'strict' in options && 'safeParse' in options;
  if (!isSchema) throw refuse('options: expected z.object({...}), with z from @sharpness-lab/core');
  if (typeof create !== 'function') throw refuse('create: expected a function that makes it from its options');
  if (kind === 'metric' && !Array.isArray(quantities) && typeof quantities !== 'function') {
    throw refuse(
      'quantities: expected a list of { name, title, scale } of what it measures, or a function that makes one',
    );
  }
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && /^[a-z0-9][a-z0-9.-]*$/.test(value);
}

/** Defines a dataset plugin; see {@link Dataset}. */
export const defineDataset = definer('dataset');
/**
 * Defines a model plugin; see {@link Model}. The names of the parameters are taken from what `parameters` returns, so that
 * the compiler knows the tensors in `forward` by name. Names that are made at run time are strings.
 */
export const defineModel: <Options extends z.ZodObject, Name extends string, Parameter extends string>(
  definition: Omit<DefinitionInput<'model', Options, Name>, 'create'> & {
    create(options: z.output<Options>, plugins: Plugins): Model<Parameter>;
  },
) => Definition<'model', Options, Name> = definer('model');
/** Defines an initializer plugin; see {@link Initializer}. */
export const defineInitializer = definer('initializer');
/** Defines a loss plugin; see {@link Loss}. */
export const defineLoss = definer('loss');
/** Defines an optimizer plugin; see {@link Optimizer}. */
export const defineOptimizer = definer('optimizer');
/** Defines a schedule plugin; see {@link Schedule}. */
export const defineSchedule = definer('schedule');
/** Defines a constraint plugin; see {@link Constraint}. */
export const defineConstraint = definer('constraint');
/** Defines a metric plugin; see {@link Metric}. */
export const defineMetric = definer('metric');
/** Defines an engine plugin; see {@link Engine}. */
export const defineEngine = definer('engine');
/** Defines an observer plugin; see {@link Observer}. */
export const defineObserver = definer('observer');
