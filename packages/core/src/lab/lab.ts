import { describeIssues, formatValue } from '../config/issues.ts';
import { applyOverrides } from '../config/overrides.ts';
import type { ExperimentOf, PluginInput } from '../config/typed-input.ts';
import type { RunEvent, RunResult } from '../contracts/events.ts';
import { type ExperimentConfig, type ExperimentInput, experimentSchema } from '../contracts/experiment-config.ts';
import { type Definition, isDefinition, type PluginTypes } from '../contracts/plugin.ts';
import type { PluginKind } from '../contracts/plugin-kind.ts';
import { reference } from '../contracts/reference.ts';
import { LabError, messageOf } from '../errors.ts';
import { type PlannedRun, planRun } from '../planning/plan-run.ts';
import { IN_CODE, type Origin, originName, UNKNOWN_VERSION } from '../plugins/origin.ts';
import { PluginRegistry } from '../plugins/registry.ts';
import { type TrainOptions, train } from '../training/train.ts';
import { Container, ContainerModule } from '../vendor/inversify.ts';
import type { z } from '../vendor/zod.ts';

/** The token under which a package binds its plugin definitions. */
export const PLUGIN = Symbol.for('@sharpness-lab/plugin');

declare const PROVIDED: unique symbol;

/** A container module of which the compiler knows what it binds to {@link PLUGIN}: the union D of definitions. */
export interface PluginModule<D extends Definition = Definition> extends ContainerModule {
  readonly [PROVIDED]?: D;
  /** The name of the package that exports it. */
  readonly packageName?: string | undefined;
}

/**
 * A container module that binds plain definitions.
 *
 * @param packageName the name of the package that exports it. A lab that is given the module alone takes it from there, and
 *   engines recognise a plugin by its package and its name
 */
export function pluginModule<D extends Definition>(definitions: readonly D[], packageName?: string): PluginModule<D> {
  const module = new ContainerModule(({ bind }) => {
    for (const definition of definitions) bind<Definition>(PLUGIN).toConstantValue(definition);
  });
  return Object.assign(module, { packageName });
}

/** A package of plugins: where it comes from, and the module that wires it. */
export interface LabPackage<D extends Definition = Definition> {
  readonly origin: Origin;
  readonly module: PluginModule<D>;
}

/**
 * A part of a lab: a package, the module that a package exports, or a definition. A module and a definition have no version.
 * So the identity of runs with them does not tell versions apart, and they cannot be recorded.
 */
export type LabPart<D extends Definition = Definition> = LabPackage<D> | PluginModule<D> | D;

/**
 * Everything an application needs to turn configurations into runs.
 *
 * @typeParam D the definitions of the plugins that its experiments may name
 * @typeParam Given what experiments need not say, because the lab has a default
 */
export interface Lab<D extends Definition = Definition, Given extends keyof ExperimentInput = keyof ExperimentInput> {
  readonly registry: PluginRegistry;
  /**
   * Plans an experiment that is written in code, where the compiler checks it: {@link resolve} and {@link plan} in one.
   *
   * @throws LabError of kind `config` naming the path of whatever is wrong, such as a number out of range
   */
  experiment(input: ExperimentOf<D, Given>): PlannedRun;
  /**
   * Checks a configuration from elsewhere, such as a file, and completes it.
   *
   * @param overrides `[path, value]` pairs, see {@link applyOverrides}
   * @throws LabError of kind `config` naming the path of whatever is wrong
   */
  resolve(config: unknown, overrides?: readonly (readonly [path: string, value: unknown])[]): ExperimentConfig;
  /**
   * Creates one plugin alone, to use it outside of experiments.
   *
   * @throws LabError of kind `config` naming the path of whatever is wrong
   */
  create<K extends PluginKind>(kind: K, input: PluginInput<D, K>): PluginTypes[K];
  /** Creates the plugins, chooses the engine and computes the run's identity. */
  plan(config: ExperimentConfig): PlannedRun;
  /** Runs a planned experiment, from the beginning or from a checkpoint, and yields its events. */
  run(planned: PlannedRun, options?: TrainOptions): AsyncGenerator<RunEvent, RunResult>;
}

/**
 * Composes packages, modules and definitions into a lab.
 *
 * @param parts in the order in which they are loaded
 * @param defaults what configurations take where they say nothing
 * @throws LabError of kind `plugin` when two packages, or two plugins of a kind, share a name, or a package has no plugins
 */
export function createLab<const P extends readonly LabPart[], Given extends keyof ExperimentInput = never>(
  parts: P,
  defaults: { readonly [Key in Given]?: ExperimentOf<Provided<P[number]>>[Key] } = {},
): Lab<Provided<P[number]>, Given> {
  const container = new Container({ defaultScope: 'Singleton' });
  const registry = new PluginRegistry();
  const known = new Set<Definition>();
  const packages = parts.map(asPackage);
  for (const [index, { module, origin }] of packages.entries()) {
    const namesake = packages.slice(0, index).find((other) => other.origin.name === origin.name);
    if (namesake !== undefined && origin !== IN_CODE) throw calledTheSame(namesake.origin, origin);
    const definitions = bindingsOf(container, module, origin).filter((definition) => !known.has(definition));
    if (definitions.length === 0) {
      throw new LabError(
        'plugin',
        `${originName(origin)} provides no plugins: bind definitions to PLUGIN in its module`,
      );
    }
    for (const definition of definitions) {
      known.add(definition);
      registry.add(definition, origin);
    }
  }
  const lab: Lab<Provided<P[number]>, Given> = {
    registry,
    experiment: (input) => lab.plan(lab.resolve(input)),
    resolve(config, overrides = []) {
      if (typeof config !== 'object' || config === null || Array.isArray(config)) {
        throw new LabError('config', `configuration: expected an object, got ${formatValue(config)}`);
      }
      const input = applyOverrides({ ...defaults, ...config }, overrides);
      return registry.resolve(parse(experimentSchema, input));
    },
    create: (kind, input) => registry.create(registry.resolve(parse(reference(kind), input, [kind]), [kind])),
    plan: (config) => planRun(config, registry),
    run: train,
  };
  return lab;
}

function parse<T extends z.ZodType>(schema: T, input: unknown, path: readonly PropertyKey[] = []): z.output<T> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new LabError('config', describeIssues(parsed.error.issues, input, path, schema));
}

/** The definitions that a part of a lab provides; any at all where the compiler does not know. */
type Provided<Part extends LabPart> = Part extends Definition
  ? Part
  : Part extends PluginModule<infer D> | LabPackage<infer D>
    ? D
    : never;

function asPackage(part: LabPart): LabPackage {
  if ('origin' in part) return part;
  if (isDefinition(part)) return { origin: IN_CODE, module: pluginModule([part]) };
  const { packageName } = part;
  const origin = packageName === undefined ? IN_CODE : { name: packageName, version: UNKNOWN_VERSION };
  return { origin, module: part };
}

/** All that is bound to PLUGIN once a package's module is loaded. */
function bindingsOf(container: Container, module: ContainerModule, origin: Origin): Definition[] {
  let bound: unknown[];
  try {
    container.load(module);
    bound = container.getAll(PLUGIN, { optional: true });
  } catch (error) {
    throw new LabError('plugin', `the module of ${originName(origin)} does not load: ${messageOf(error)}`, {
      cause: error,
    });
  }
  if (bound.every(isDefinition)) return bound;
  throw new LabError(
    'plugin',
    `${originName(origin)} binds something to PLUGIN that is no plugin: make it with one of the define functions of @sharpness-lab/core`,
  );
}

// The identity of a run tells packages by their names.
function calledTheSame(first: Origin, second: Origin): LabError {
  const { name } = first;
  const places = [first, second].map(({ path, version }) => path ?? `version ${version}`).join(' and ');
  return new LabError(
    'plugin',
    `two packages of plugins are called ${name} (${places}): rename or leave out one of them`,
  );
}
