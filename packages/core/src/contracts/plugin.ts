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

/** What every plugin says of itself. */
interface Description<Options extends z.ZodObject, Name extends string, Source extends string> {
  /** Lower case, with hyphens. */
  readonly name: Name;
  /** Former names. Configurations may still use them. */
  readonly aliases?: readonly string[];
  /** One line for lists of plugins. */
  readonly summary: string;
  /** Types, defaults and documentation of the options; unknown keys are refused. */
  readonly options: Options;
  /**
   * The files that it reads: their locations, by names of its own. The lab reads them before a run is planned, and the
   * identity of the run has the SHA-256 of each instead of its location. Each location should be an option by itself.
   */
  sources?(options: z.output<Options>): Readonly<Record<Source, string>>;
}

/**
 * The description of a plugin and the function that creates it.
 *
 * @typeParam Source the names of its sources
 */
interface DefinitionInput<K extends PluginKind, Options extends z.ZodObject, Name extends string, Source extends string>
  extends Description<Options, Name, Source> {
  /**
   * Written as a method, so that definitions with different options fit into one list.
   *
   * @param sources the content of each source; it is shared, and not to be changed
   */
  create(options: z.output<Options>, plugins: Plugins, sources: Readonly<Record<Source, Uint8Array>>): PluginTypes[K];
}

/** What the definitions of one kind say beyond what all do, or what they do not. */
type Declaration<K extends PluginKind, Options extends z.ZodObject> = K extends 'metric'
  ? { readonly quantities: Quantities<z.output<Options>> }
  : K extends 'engine' | 'observer'
    ? { readonly sources?: never }
    : unknown;

/** A plugin; one of kind `metric` also has its {@link Quantities}. */
export type Definition<
  K extends PluginKind = PluginKind,
  Options extends z.ZodObject = z.ZodObject,
  Name extends string = string,
> = Description<Options, Name, string> &
  Declaration<K, Options> & {
    readonly [DEFINITION]: true;
    readonly kind: K;
    /** @param sources the content of each source, by the plugin's names for them */
    create(
      options: z.output<Options>,
      plugins: Plugins,
      sources?: Readonly<Record<string, Uint8Array>>,
    ): PluginTypes[K];
  };

/** Whether a value was made with one of the define functions. */
export function isDefinition(value: unknown): value is Definition {
  return typeof value === 'object' && value !== null && DEFINITION in value;
}

function definer<K extends PluginKind>(kind: K) {
  return <Options extends z.ZodObject, Name extends string, Source extends string = never>(
    definition: DefinitionInput<K, Options, Name, Source> & Declaration<K, Options>,
  ): Definition<K, Options, Name> => {
    checkDefinition(kind, definition);
    const options = definition.options.strict() as unknown as Options;
    return { ...definition, options, [DEFINITION]: true, kind } as Definition<K, Options, Name>;
  };
}

/** The same checks as the compiler's, for authors who write JavaScript. */
function checkDefinition(kind: PluginKind, definition: object): void {
  const {
    name,
    aliases = [],
    summary,
    options,
    sources,
    create,
    quantities,
  } = definition as Readonly<Record<string, unknown>>;
  const refuse = (message: string) => new LabError('plugin', `${kind} ${JSON.stringify(name)}: ${message}`);
  if (!isName(name)) throw refuse('name: expected lower-case letters, digits and hyphens');
  if (!Array.isArray(aliases) || !aliases.every((alias) => isName(alias) && alias !== name)) {
    throw refuse('aliases: expected a list of other names of lower-case letters, digits and hyphens');
  }
  if (typeof summary !== 'string') throw refuse('summary: expected a line of text that says what it is');
  const isSchema = typeof options === 'object' && options !== null && 'strict' in options && 'safeParse' in options;
  if (!isSchema) throw refuse('options: expected z.object({...}), with z from @sharpness-lab/core');
  if (typeof create !== 'function') throw refuse('create: expected a function that makes it from its options');
  if (sources !== undefined && typeof sources !== 'function') {
    throw refuse('sources: expected a function that gets the options and returns paths or addresses by names');
  }
  if (sources !== undefined && (kind === 'engine' || kind === 'observer')) {
    throw refuse(`sources: a plugin of kind ${kind} has none, because it does not decide the results`);
  }
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
export const defineModel: <
  Options extends z.ZodObject,
  Name extends string,
  Parameter extends string,
  Source extends string = never,
>(
  definition: Description<Options, Name, Source> & {
    create(
      options: z.output<Options>,
      plugins: Plugins,
      sources: Readonly<Record<Source, Uint8Array>>,
    ): Model<Parameter>;
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
