import type { ExperimentInput } from '@sharpness-lab/core';
import type { FinishedRun, StudyRuns } from './study.ts';

/** Settings, and the experiment of each under a key of its own. */
export interface Keyed<S> {
  readonly experiments: Readonly<Record<string, ExperimentInput>>;
  /** The settings in their order, each with what its experiment left behind. */
  join(runs: StudyRuns): (S & { readonly run: FinishedRun })[];
}

/**
 * Experiments that are made of settings, by keys that are made of them too.
 *
 * @throws RangeError when two settings have the same key
 */
export function keyed<S extends object>(
  settings: readonly S[],
  keyOf: (setting: S) => string,
  experimentOf: (setting: S) => ExperimentInput,
): Keyed<S> {
  const experiments = Object.fromEntries(settings.map((setting) => [keyOf(setting), experimentOf(setting)]));
  if (Object.keys(experiments).length < settings.length) throw new RangeError('two settings have the same key');
  return {
    experiments,
    join: (runs) => settings.map((setting) => ({ ...setting, run: runOf(runs, keyOf(setting)) })),
  };
}

/**
 * What the experiment with a key left behind.
 *
 * @throws RangeError when there is none
 */
export function runOf(runs: StudyRuns, key: string): FinishedRun {
  const run = runs[key];
  if (run === undefined) throw new RangeError(`the study has no run "${key}"`);
  return run;
}
