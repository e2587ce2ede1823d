import { canonicalJson, type ExperimentConfig } from '@sharpness-lab/core';
import { type ConfigDifference, configDifferences, outermost, valueText } from '../config-difference.ts';
import { settingOf } from '../runs/group-runs.ts';
import type { Run } from '../runs/run.ts';

/** The runs of a study among others. */
export interface RunsOfStudy {
  /** Under the names by which the study calls their experiments. */
  readonly runs: readonly Run[];
  /** For each run that is only called like an experiment of the study, the first difference, in a sentence. */
  readonly leftOut: readonly string[];
}

/**
 * Finds the runs of a study: those with the setting of one of its experiments, which is the configuration except for
 * the seed and keys without influence on results. Names are labels. They only decide which of the other runs are told
 * of.
 *
 * @param experiments as plain data, as `config.json` has them, completed by the same lab as the configurations of the runs
 */
export function runsOfStudy(
  study: string,
  experiments: readonly ExperimentConfig[],
  runs: readonly Run[],
): RunsOfStudy {
  const settings = new Map(experiments.map((experiment) => [canonicalJson(settingOf(experiment)), experiment]));
  const members: Run[] = [];
  const leftOut: string[] = [];
  for (const run of runs) {
    const setting = settingOf(run.config, run.environment);
    const name = settings.get(canonicalJson(setting))?.name;
    if (name !== undefined) {
      members.push({ ...run, config: { ...run.config, name } });
      continue;
    }
    const namesakes = [...settings.values()].filter((experiment) => experiment.name === run.config.name);
    const difference = firstDifference(setting, namesakes);
    if (difference !== undefined) leftOut.push(`${run.dir} is no run of ${study}: ${inWords(difference)}`);
  }
  return { runs: members, leftOut };
}

/** The first difference from the experiment that is the most alike. */
function firstDifference(setting: object, experiments: readonly ExperimentConfig[]): ConfigDifference | undefined {
  const all = experiments.map((experiment) => outermost(configDifferences([setting, settingOf(experiment)])));
  const [fewest] = all.toSorted((a, b) => a.length - b.length);
  return fewest?.[0];
}

function inWords({ path, values: [own, expected] }: ConfigDifference): string {
  if (own === undefined) return `it has no ${path}, which is ${valueText(expected)} there`;
  const there = expected === undefined ? 'which is not there' : `which is ${valueText(expected)} there`;
  return `its ${path} is ${valueText(own)}, ${there}`;
}
