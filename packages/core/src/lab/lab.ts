import { describeIssues, formatValue } from '../config/issues.ts';
import { applyOverrides } from '../config/overrides.ts';
import { plainData } from '../config/plain-data.ts';
import type { ExperimentOf, PluginInput } from '../config/typed-input.ts';
import type { RunEvent, RunResult } from '../contracts/events.ts';
import { type ExperimentConfig, type ExperimentInput, experimentSchema } from '../contracts/experiment-config.ts';
import { type Definition, isDefinition, type PluginTypes } from '../contracts/plugin.ts';
import type { PluginKind } from '../contracts/plugin-kind.ts';
import { reference } from '../contracts/reference.ts';
import type { RunIdentity } from '../contracts/run-identity.ts';
import type { Contents, Source } from '../contracts/sources.ts';
import { LabError } from '../errors.ts';
import { type PlannedRun, planRun } from '../planning/plan-run.ts';
import { readSources, readSourcesAgain } from '../planning/read-sources.ts';
import { IN_CODE, type Origin, UNKNOWN_VERSION } from '../plugins/origin.ts';
import { PluginRegistry } from '../plugins/registry.ts';
import { type TrainOptions, train } from '../training/train.ts';
import { Container } from '../vendor/inversify.ts';
import type { z } from '../vendor/zod.ts';
import { latest, load } from './container.ts';
import { type PluginModule, pluginModule } from './plugin-module.ts';
import { CLOCK, REPORTER, SOURCES, silentReporter, systemClock, type Token, webSources } from './services.ts';

/** A package of plugins: its origin, and the module that binds its plugins. */
export interface LabPackage<D extends Definition = Definition> {
  readonly origin: Origin;
  readonly module: PluginModule<D>;
}

/**
 * A part of a lab: a package, the module that a package exports, or a definition. The version of a module or a
 * definition is not known. So the identity of a run with such a plugin does not depend on the plugin's version, and the
 * run cannot be recorded.
 */
export type LabPart<D extends Definition = Definition> = LabPackage<D> | PluginModule<D> | D;

/**
 * Turns configurations into runs.
 *
 * @typeParam D the definitions of the plugins that its experiments may name
 * @typeParam Given the keys that an experiment can leave out, because the lab has a default for them
 */
export interface Lab<D extends Definition = Definition, Given extends keyof ExperimentInput = keyof ExperimentInput> {
  readonly registry: PluginRegistry;
  /**
   * Plans an experiment that is written in code, where the compiler checks it: {@link resolve} and {@link plan} in one.
   *
   * @throws LabError of kind `config` naming the path of the wrong value, such as a number out of range
   */
  experiment(input: ExperimentOf<D, Given>): PlannedRun;
  /**
   * Checks a configuration of another source, such as a file, and completes it.
   *
   * @param overrides `[path, value]` pairs, see {@link applyOverrides}
   * @throws LabError of kind `config` naming the path of the wrong value
   */
  resolve(config: unknown, overrides?: readonly (readonly [path: string, value: unknown])[]): ExperimentConfig;
  /**
   * Creates one plugin alone, for use without an experiment.
   *
   * @throws LabError of kind `config` naming the path of the wrong value
   */
  create<K extends PluginKind>(kind: K, input: PluginInput<D, K>): PluginTypes[K];
  /** The files that the plugins of an experiment declare as their sources. */
  sourcesOf(config: ExperimentConfig): Source[];
  /**
   * Reads the files that the plugins of experiments, or of parts of them, declare as their sources, each file once.
   *
   * @throws LabError of kind `config` naming the key and the file that cannot be read
   */
  read(...configs: readonly Partial<ExperimentConfig>[]): Promise<Contents>;
  /**
   * Reads again what a run has read, or a part of it.
   *
   * @param hashes the SHA-256 of each file at the start of the run, see {@link RunIdentity.sources}
   * @throws LabError of kind `config` naming the key and the file that cannot be read or has changed
   */
  readAgain(config: Partial<ExperimentConfig>, hashes: RunIdentity['sources'] | undefined): Promise<Contents>;
  /**
   * Creates the plugins, chooses the engine and computes the run's identity.
   *
   * @param contents what {@link read} gives, where a plugin declares sources
   */
  plan(config: ExperimentConfig, contents?: Contents): PlannedRun;
  /** Reads what the plugins declare as their sources, and plans: {@link read} and {@link plan} in one. */
  prepare(config: ExperimentConfig): Promise<PlannedRun>;
  /** Runs a planned experiment, from the beginning or from a checkpoint, and yields its events. */
  run(planned: PlannedRun, options?: TrainOptions): AsyncGenerator<RunEvent, RunResult>;
  /**
   * What the application is made of beside plugins: {@link CLOCK}, {@link REPORTER}, {@link SOURCES},
   * {@link RUN_STORE}, {@link LAUNCHER} and what packages bind under tokens of their own. Of several that are bound, the last.
   *
   * @throws LabError of kind `plugin` naming the service that no part of the lab binds
   */
  service<T>(token: Token<T>): T;
}

/**
 * Composes packages, modules and definitions into a lab.
 *
 * @param parts in the order in which they are loaded
 * @param defaults the values of keys that a configuration leaves out
 * @throws LabError of kind `plugin` when two packages, or two plugins of a kind, share a name, or a package
 *   binds nothing
 */
export function createLab<const P extends readonly LabPart[], Given extends keyof ExperimentInput = never>(
  parts: P,
  defaults: { readonly [Key in Given]?: ExperimentOf<Provided<P[number]>>[Key] } = {},
): Lab<Provided<P[number]>, Given> {
  const container = new Container({ defaultScope: 'Singleton' });
  container.bind(CLOCK).toConstantValue(systemClock);
  container.bind(REPORTER).toConstantValue(silentReporter);
  container.bind(SOURCES).toConstantValue(webSources);
  const registry = new PluginRegistry();
  const known = new Set<Definition>();
  const packages = parts.map(asPackage);
  for (const [index, { module, origin }] of packages.entries()) {
    const namesake = packages.slice(0, index).find((other) => other.origin.name === origin.name);
    if (namesake !== undefined && origin !== IN_CODE) throw calledTheSame(namesake.origin, origin);
    const definitions = load(container, module, origin).filter((definition) => !known.has(definition));
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
      const input = applyOverrides({ ...defaults, ...(plainData(config) as object) }, overrides);
      return registry.resolve(parse(experimentSchema, input));
    },
    create: (kind, input) => registry.create(registry.resolve(parse(reference(kind), input, [kind]), [kind])),
    sourcesOf: (config) => registry.sourcesOf(config),
    read: (...configs) =>
      readSources(
        configs.flatMap((config) => registry.sourcesOf(config)),
        latest(container, SOURCES),
      ),
    readAgain: (config, hashes = {}) =>
      readSourcesAgain(registry.sourcesOf(config), hashes, latest(container, SOURCES)),
    plan: (config, contents = new Map()) => planRun(config, registry, contents),
    prepare: async (config) => lab.plan(config, await lab.read(config)),
    run: (planned, options) => train(planned, latest(container, CLOCK), options),
    service: (token) => latest(container, token),
  };
  return lab;
}

function parse<T extends z.ZodType>(schema: T, input: unknown, path: readonly PropertyKey[] = []): z.output<T> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new LabError('config', describeIssues(parsed.error.issues, input, path, schema));
}

/** The definitions that a part of a lab provides. They can be any if the compiler does not know the part. */
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

// The identity of a run tells packages by their names.
function calledTheSame(first: Origin, second: Origin): LabError {
  const { name } = first;
  const places = [first, second].map(({ path, version }) => path ?? `version ${version}`).join(' and ');
  return new LabError(
    'plugin',
    `two packages of plugins are called ${name} (${places}): rename or leave out one of them`,
  );
}
