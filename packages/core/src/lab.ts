import { type ExperimentConfig, type ExperimentInput, experimentSchema } from './config/experiment.ts';
import { describeIssues, formatValue } from './config/issues.ts';
import { applyOverrides } from './config/overrides.ts';
import { type Definition, isDefinition } from './contracts/plugin.ts';
import { LabError, messageOf } from './errors.ts';
import type { RunEvent, RunResult } from './events.ts';
import { type Origin, originName, PluginRegistry } from './registry.ts';
import { type PlannedRun, planRun, type TrainOptions, train } from './train.ts';
import { Container, ContainerModule } from './vendor/inversify.ts';

/** The token under which a package binds its plugin definitions. */
export const PLUGIN = Symbol.for('@sharpness-lab/plugin');

/** A container module that binds plain definitions. */
export function pluginModule(definitions: readonly Definition[]): ContainerModule {
  return new ContainerModule(({ bind }) => {
    for (const definition of definitions) bind<Definition>(PLUGIN).toConstantValue(definition);
  });
}

/** A package of plugins: where it comes from, and the module that wires it. */
export interface LabPackage {
  readonly origin: Origin;
  readonly module: ContainerModule;
}

/** Everything an application needs to turn configurations into runs. */
export interface Lab {
  readonly registry: PluginRegistry;
  /**
   * Checks a configuration and completes it.
   *
   * @param overrides `[path, value]` pairs, see {@link applyOverrides}
   * @throws LabError of kind `config` naming the path of whatever is wrong
   */
  resolve(config: unknown, overrides?: readonly (readonly [path: string, value: unknown])[]): ExperimentConfig;
  /** Creates the plugins, chooses the engine and computes the run's identity. */
  plan(config: ExperimentConfig): PlannedRun;
  /** Runs a planned experiment, from the beginning or from a checkpoint, and yields its events. */
  run(planned: PlannedRun, options?: TrainOptions): AsyncGenerator<RunEvent, RunResult>;
}

/**
 * Composes packages into a lab.
 *
 * @param packages in the order in which they are loaded
 * @param defaults what configurations take where they say nothing
 * @throws LabError of kind `plugin` when two packages, or two plugins of a kind, share a name, or a package has no plugins
 */
export function createLab(packages: readonly LabPackage[], defaults: Partial<ExperimentInput> = {}): Lab {
  const container = new Container({ defaultScope: 'Singleton' });
  const registry = new PluginRegistry();
  const known = new Set<Definition>();
  for (const [index, { module, origin }] of packages.entries()) {
    const namesake = packages.slice(0, index).find((other) => other.origin.name === origin.name);
    if (namesake !== undefined) throw calledTheSame(namesake.origin, origin);
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
  return {
    registry,
    resolve(config, overrides = []) {
      if (typeof config !== 'object' || config === null || Array.isArray(config)) {
        throw new LabError('config', `configuration: expected an object, got ${formatValue(config)}`);
      }
      const input = applyOverrides({ ...defaults, ...config }, overrides);
      const parsed = experimentSchema.safeParse(input);
      if (!parsed.success) {
        throw new LabError('config', describeIssues(parsed.error.issues, input, [], experimentSchema));
      }
      return registry.resolve(parsed.data);
    },
    plan: (config) => planRun(config, registry),
    run: train,
  };
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
