import { type ExperimentConfig, type ExperimentInput, type Lab, LabError } from '@sharpness-lab/core';
import type { Run } from '@sharpness-lab/report';
import { composeLab, problemOf } from './packages.ts';

/** A lab with the plugins of runs, as far as they are still there. */
export interface LabOfRuns {
  readonly lab: Lab;
  /** For each plugin that is not there any more or does not load, the reason in a sentence. */
  readonly missing: readonly string[];
}

/** Composes a lab with the plugins of runs, and leaves out those that do not load. */
export async function labOfRuns(...runs: readonly [Run, ...Run[]]): Promise<LabOfRuns> {
  const near = runs[0].dir;
  const plugins: string[] = [];
  const missing: string[] = [];
  for (const plugin of new Set(runs.flatMap(({ config }) => config.plugins))) {
    const problem = await problemOf(plugin, near);
    if (problem === undefined) plugins.push(plugin);
    else missing.push(problem);
  }
  return { lab: await composeLab(plugins, near), missing };
}

/**
 * Does what needs the plugins of runs.
 *
 * @param refusal what cannot be done if one of them is missing: the beginning of a sentence
 * @throws LabError of kind `plugin` that names the missing plugin
 */
export async function withPlugins<T>({ missing }: LabOfRuns, refusal: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof LabError) || missing.length === 0) throw cause;
    throw new LabError('plugin', `${refusal}: ${missing.join('; ')}`, { cause });
  }
}

/**
 * A configuration as plain data, completed by a lab: with defaults of options that are newer than it, and present
 * names. If the lab does not have all of its plugins, it stays as it is.
 */
export function completedBy(lab: Lab, config: ExperimentInput | ExperimentConfig): ExperimentConfig {
  try {
    return plain(lab.resolve(config));
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return plain(config as ExperimentConfig);
  }
}

/** As `config.json` has it. */
function plain(config: ExperimentConfig): ExperimentConfig {
  return JSON.parse(JSON.stringify(config));
}
