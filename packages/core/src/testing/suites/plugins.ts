import type { Definition } from '../../contracts/plugin.ts';
import type { PluginKind } from '../../contracts/plugin-kind.ts';
import type { z } from '../../vendor/zod.ts';
import { type ConstraintCase, testConstraint } from './constraint.ts';
import type { Case } from './contract.ts';
import { type DatasetCase, testDataset } from './dataset.ts';
import { type EngineCase, type EngineSetup, testEngine } from './engine.ts';
import { type InitializerCase, testInitializer } from './initializer.ts';
import { type LossCase, testLoss } from './loss.ts';
import { type MetricCase, testMetric } from './metric.ts';
import { type ModelSetup, testModel } from './model.ts';
import { type OptimizerCase, testOptimizer } from './optimizer.ts';
import { type ScheduleCase, testSchedule } from './schedule.ts';
import { runSuite } from './suite.ts';

/** The cases of a plugin: those of its kind, with its options. */
type CaseOf<D> = D extends Definition<infer K, infer Options> ? CaseOfKind<Options>[K] : never;

interface CaseOfKind<Options extends z.ZodObject> extends Record<PluginKind, Case<Options>> {
  constraint: ConstraintCase<Options>;
  dataset: DatasetCase<Options>;
  engine: EngineCase<Options>;
  initializer: InitializerCase<Options>;
  loss: LossCase<Options>;
  metric: MetricCase<Options>;
  optimizer: OptimizerCase<Options>;
  schedule: ScheduleCase<Options>;
}

type PackageSetup = ModelSetup & EngineSetup;

const suites: {
  readonly [K in PluginKind]: (
    definition: Definition<K>,
    cases: readonly CaseOfKind<z.ZodObject>[K][],
    setup: PackageSetup,
  ) => void;
} = {
  constraint: testConstraint,
  dataset: testDataset,
  engine: testEngine,
  initializer: testInitializer,
  loss: testLoss,
  metric: testMetric,
  model: testModel,
  // Observers promise no more than every plugin does.
  observer: (definition, cases, setup) => runSuite(definition, cases, setup, () => []),
  optimizer: testOptimizer,
  schedule: testSchedule,
};

/**
 * Tests every plugin of a package against the contract of its kind: a plugin that is added to the package's list is
 * tested with no line written for it.
 *
 *     import * as plugins from './plugins.ts';
 *
 *     testPlugins(plugins, { sam: [{ options: { rho: 0.1 } }, { options: { rho: 0 } }] });
 *
 * @param plugins the definitions, by the names under which the package exports them
 * @param cases settings to test a plugin in, by default its default options
 * @param setup what the plugins may need besides each other
 */
export function testPlugins<const P extends Readonly<Record<string, Definition>>>(
  plugins: P,
  cases: { readonly [Name in keyof P]?: readonly CaseOf<P[Name]>[] } = {},
  setup: PackageSetup = {},
): void {
  const settings: Readonly<Record<string, readonly Case<z.ZodObject>[] | undefined>> = cases;
  const known = { ...setup, plugins: [...Object.values(plugins), ...(setup.plugins ?? [])] };
  for (const [name, definition] of Object.entries(plugins)) testPlugin(definition, settings[name] ?? [{}], known);
}

function testPlugin<K extends PluginKind>(
  definition: Definition<K>,
  cases: readonly CaseOfKind<z.ZodObject>[K][],
  setup: PackageSetup,
): void {
  suites[definition.kind](definition, cases, setup);
}
