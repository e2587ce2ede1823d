import type { Engine } from '../contracts/engine.ts';
import type { Experiment } from '../contracts/experiment.ts';
import { LabError } from '../errors.ts';
import { attribute } from '../plugins/attribution.ts';
import type { PluginRegistry } from '../plugins/registry.ts';

/** An engine and the code paths that it will take. */
export interface ChosenEngine {
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly engine: Engine;
  readonly paths: readonly string[];
}

/**
 * The engine in the configuration or, for `auto`, the one of highest rank that can run the experiment.
 *
 * @throws LabError of kind `engine` with the reasons when no engine can.
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
