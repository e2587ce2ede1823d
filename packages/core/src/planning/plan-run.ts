import type { Experiment } from '../contracts/experiment.ts';
import type { ExperimentConfig } from '../contracts/experiment-config.ts';
import type { RunIdentity } from '../contracts/run-identity.ts';
import type { Contents } from '../contracts/sources.ts';
import type { PluginRegistry } from '../plugins/registry.ts';
import { type ChosenEngine, chooseEngine } from './choose-engine.ts';
import { compose } from './compose.ts';
import { runIdentity } from './identity.ts';

/** A run that is checked completely and has an identity, but has not begun. */
export interface PlannedRun {
  readonly experiment: Experiment;
  readonly engine: ChosenEngine;
  readonly identity: RunIdentity;
}

/**
 * @param contents the content of every file that a plugin of the experiment declares as its source
 * @throws LabError when the experiment cannot run as configured.
 */
export function planRun(config: ExperimentConfig, registry: PluginRegistry, contents: Contents): PlannedRun {
  const experiment = compose(config, registry, contents);
  const engine = chooseEngine(experiment, registry);
  return { experiment, engine, identity: runIdentity(config, engine, registry, contents) };
}
