import { formatValue } from '../config/issues.ts';
import type { Dataset } from '../contracts/dataset.ts';
import type { Experiment, Phase } from '../contracts/experiment.ts';
import type { ExperimentConfig, PhaseConfig } from '../contracts/experiment-config.ts';
import type { Model } from '../contracts/model.ts';
import type { PluginTypes } from '../contracts/plugin.ts';
import type { PluginKind } from '../contracts/plugin-kind.ts';
import type { ResolvedReference } from '../contracts/reference.ts';
import type { Contents } from '../contracts/sources.ts';
import { LabError } from '../errors.ts';
import { parametersOf } from '../parameters/parameters-of.ts';
import { attribute, pluginError } from '../plugins/attribution.ts';
import type { PluginRegistry } from '../plugins/registry.ts';
import { declaredMetrics } from './declared-metrics.ts';

type Create = <K extends PluginKind>(reference: ResolvedReference<K>) => PluginTypes[K];

/**
 * Creates the plugins of a resolved configuration and makes the checks that need them: batch sizes against the training
 * set, optimizers against their setting, the quantities of metrics against each other.
 *
 * @param contents the content of every file that a plugin declares as its source
 * @throws LabError of kind `config` with the path of the key.
 */
export function compose(config: ExperimentConfig, registry: PluginRegistry, contents: Contents): Experiment {
  const create: Create = (reference) => registry.create(reference, contents);
  const dataset = create(config.dataset);
  checkSizes(dataset);
  const model = create(config.model);
  return {
    config,
    dataset,
    model,
    initializer: create(config.init),
    loss: create(config.loss),
    phases: config.phases.map((phase, index) => composePhase(phase, `phases.${index}`, dataset, model, create)),
    metrics: declaredMetrics(config.metrics, parametersOf(model, dataset.dimension), registry, contents),
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

function composePhase(
  config: PhaseConfig,
  path: string,
  { dimension, trainSize }: Dataset,
  model: Model,
  create: Create,
): Phase {
  const { batchSize } = config;
  if (batchSize > trainSize) {
    throw new LabError(
      'config',
      `${path}.batchSize: expected at most the ${trainSize} training samples, got ${batchSize}`,
    );
  }
  const optimizer = create(config.optimizer);
  const refusal = attribute(optimizer, () => optimizer.refuses?.({ batchSize, trainSize }));
  if (refusal !== undefined) throw new LabError('config', `${path}: optimizer "${config.optimizer.name}" ${refusal}`);
  if (config.constraint === undefined) return { config, optimizer };
  const constraint = create(config.constraint);
  const specs = parametersOf(model, dimension);
  const objection = attribute(constraint, () => constraint.refuses?.(specs));
  if (objection !== undefined) {
    throw new LabError('config', `${path}: constraint "${config.constraint.name}" ${objection}`);
  }
  return { config, optimizer, constraint };
}
