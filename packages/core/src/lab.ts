import { type ExperimentConfig, type ExperimentInput, experimentSchema } from './config/experiment.ts';
import { describeIssues, formatValue } from './config/issues.ts';
import { applyOverrides } from './config/overrides.ts';
import type { Definition } from './contracts/plugin.ts';
import { LabError } from './errors.ts';
import type { RunEvent, RunResult } from './events.ts';
import { type Origin, PluginRegistry } from './registry.ts';
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
 * @throws LabError of kind `plugin` when two plugins of a kind share a name
 */
export function createLab(packages: readonly LabPackage[], defaults: Partial<ExperimentInput> = {}): Lab {
  const container = new Container({ defaultScope: 'Singleton' });
  const registry = new PluginRegistry();
  const known = new Set<Definition>();
  for (const { module, origin } of packages) {
    container.load(module);
    for (const definition of container.getAll<Definition>(PLUGIN, { optional: true })) {
      if (known.has(definition)) continue;
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
