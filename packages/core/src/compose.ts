import { attribute, pluginError } from './attribution.ts';
import type { ExperimentConfig, PhaseConfig } from './config/experiment.ts';
import { formatValue } from './config/issues.ts';
import type { Constraint } from './contracts/constraint.ts';
import type { Dataset } from './contracts/dataset.ts';
import type { Engine } from './contracts/engine.ts';
import type { Initializer } from './contracts/initializer.ts';
import type { Loss } from './contracts/loss.ts';
import type { Metric } from './contracts/metric.ts';
import type { Model, ParameterSpecs } from './contracts/model.ts';
import type { Optimizer } from './contracts/optimizer.ts';
import { LabError } from './errors.ts';
import type { PluginRegistry } from './registry.ts';

/** A stretch of training, ready to run. */
export interface Phase {
  readonly config: PhaseConfig;
  readonly optimizer: Optimizer;
  readonly constraint?: Constraint;
}

/** An experiment whose plugins have been created. Nothing is drawn yet. */
export interface Experiment {
  readonly config: ExperimentConfig;
  readonly dataset: Dataset;
  readonly model: Model;
  readonly initializer: Initializer;
  readonly loss: Loss;
  readonly phases: readonly Phase[];
  readonly metrics: readonly Metric[];
}

/**
 * Creates the plugins of a resolved configuration and checks what only they know: batch sizes against the training
 * set, optimizers against their setting.
 *
 * @throws LabError of kind `config` with the path of the key.
 */
export function compose(config: ExperimentConfig, registry: PluginRegistry): Experiment {
  const dataset = registry.create(config.dataset);
  checkSizes(dataset);
  const model = registry.create(config.model);
  return {
    config,
    dataset,
    model,
    initializer: registry.create(config.init),
    loss: registry.create(config.loss),
    phases: config.phases.map((phase, index) => composePhase(phase, `phases.${index}`, dataset, model, registry)),
    metrics: config.metrics.map((metric) => registry.create(metric)),
  };
}

function checkSizes(dataset: Dataset): void {
  for (const size of ['dimension', 'trainSize', 'testSize'] as const) {
    const value: unknown = dataset[size];
    if (Number.isSafeInteger(value) && (value as number) >= (size === 'testSize' ? 0 : 1)) continue;
    throw pluginError(
      dataset,
      `${size}: expected a whole number >= ${size === 'testSize' ? 0 : 1}, got ${formatValue(value)}`,
    );
  }
}

/**
 * The shapes of a model's parameters.
 *
 * @throws LabError of kind `plugin` naming the model when it fails, or they are no shapes
 */
export function parametersOf(model: Model, dimension: number): ParameterSpecs {
  const specs = attribute(model, () => model.parameters(dimension));
  for (const [name, spec] of Object.entries(specs)) {
    const shape: unknown = spec?.shape;
    if (Array.isArray(shape) && shape.every((extent) => Number.isSafeInteger(extent) && extent >= 1)) continue;
    throw pluginError(model, `parameter "${name}": expected a shape of whole numbers >= 1, got ${formatValue(shape)}`);
  }
  return specs;
}

function composePhase(
  config: PhaseConfig,
  path: string,
  { dimension, trainSize }: Dataset,
  model: Model,
  registry: PluginRegistry,
): Phase {
  const { batchSize } = config;
  if (batchSize > trainSize) {
    throw new LabError(
      'config',
      `${path}.batchSize: expected at most the ${trainSize} training samples, got ${batchSize}`,
    );
  }
  const optimizer = registry.create(config.optimizer);
  const refusal = attribute(optimizer, () => optimizer.refuses?.({ batchSize, trainSize }));
  if (refusal !== undefined) throw new LabError('config', `${path}: optimizer "${config.optimizer.name}" ${refusal}`);
  if (config.constraint === undefined) return { config, optimizer };
  const constraint = registry.create(config.constraint);
  const specs = parametersOf(model, dimension);
  const objection = attribute(constraint, () => constraint.refuses?.(specs));
  if (objection !== undefined) {
    throw new LabError('config', `${path}: constraint "${config.constraint.name}" ${objection}`);
  }
  return { config, optimizer, constraint };
}

/** An engine and the code paths that it will take. */
export interface ChosenEngine {
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly engine: Engine;
  readonly paths: readonly string[];
}

/**
 * The engine that the configuration names or, for `auto`, the one of highest rank that can run the experiment.
 *
 * @throws LabError of kind `engine` with the reasons when none can.
 */
export function chooseEngine(experiment: Experiment, registry: PluginRegistry): ChosenEngine {
  const wanted = experiment.config.engine;
  const references =
    wanted === 'auto'
      ? registry.list('engine').map(({ definition }) => registry.defaults('engine', definition.name))
      : [wanted];
  const candidates = references
    .map((reference) => ({ name: reference.name, options: reference.options, engine: registry.create(reference) }))
    .sort((a, b) => b.engine.rank - a.engine.rank);
  const refusals: string[] = [];
  for (const candidate of candidates) {
    const plan = attribute(candidate.engine, () => candidate.engine.plan(experiment));
    if ('paths' in plan) return { ...candidate, paths: plan.paths };
    refusals.push(`engine "${candidate.name}": ${plan.refusal}`);
  }
  throw new LabError('engine', refusals.join('\n') || 'no engine is loaded');
}
