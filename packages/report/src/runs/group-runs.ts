import { canonicalJson, decisiveConfig, type ExperimentConfig } from '@sharpness-lab/core';
import { type ConfigDifference, configDifferences, outermost, valueText } from '../config-difference.ts';
import type { Environment, Run, RunGroup } from './run.ts';

/**
 * Puts runs together that differ only in their seeds: the same configuration except for keys without influence on
 * results, the same engine and the same paths. Of several runs with one seed, the one with the most progress counts.
 *
 * @returns groups in the order of their names' first runs. Groups of one name are sorted by the values that differ,
 *   like a sweep. The runs of a group are sorted by seed.
 */
export function groupRuns(runs: readonly Run[]): RunGroup[] {
  const byKey = new Map<string, Run[]>();
  for (const run of runs) {
    const key = keyOf(run);
    byKey.set(key, byKey.get(key) ?? []);
    byKey.get(key)?.push(run);
  }
  const groups = [...byKey.values()].map(onePerSeed);
  const nameOf = ([first]: readonly Run[]) => first?.config.name ?? '';
  const names = [...new Set(groups.map(nameOf))];
  return names.flatMap((name) =>
    labelled(
      name,
      groups.filter((group) => nameOf(group) === name),
    ),
  );
}

/** Groups of one name with their labels, sorted by the values that differ. */
function labelled(name: string, groups: readonly (readonly Run[])[]): RunGroup[] {
  const first = groups.map(([run]) => run as Run);
  const differences = configDifferences(first.map(({ config, environment }) => settingOf(config, environment)));
  const texts = distinctions(first, differences);
  return groups
    .map((runs, k) => ({
      group: { label: [name, ...(texts[k] ?? [])].join(', '), config: (first[k] as Run).config, runs },
      values: differences.map(({ values }) => values[k]),
    }))
    .sort((a, b) => compareValues(a.values, b.values))
    .map(({ group }) => group);
}

/** Sorts numbers by size and everything else as text; the first difference decides. */
function compareValues(a: readonly unknown[], b: readonly unknown[]): number {
  for (const [k, value] of a.entries()) {
    const other = b[k];
    const order =
      typeof value === 'number' && typeof other === 'number'
        ? value - other
        : `${value}`.localeCompare(`${other}`, 'en');
    if (order !== 0) return order;
  }
  return 0;
}

function keyOf({ config, environment }: Run): string {
  return canonicalJson({ setting: settingOf(config, environment), engine: engineOf(environment.engine) });
}

/** What an experiment has in common with others that differ only in their seeds. */
export function settingOf(config: ExperimentConfig, { sources }: Pick<Environment, 'sources'> = {}): object {
  const { seed: _seed, ...setting } = decisiveConfig(config, sources);
  return setting;
}

function onePerSeed(runs: readonly Run[]): Run[] {
  const bySeed = new Map<number, Run>();
  for (const run of runs) {
    const other = bySeed.get(run.config.seed);
    if (other === undefined || progressOf(run) > progressOf(other)) bySeed.set(run.config.seed, run);
  }
  return [...bySeed.values()].sort((a, b) => a.config.seed - b.config.seed);
}

const progressOf = ({ result, measurements }: Run) =>
  result === undefined ? measurements.length : Number.POSITIVE_INFINITY;

/** A legend can show at most so many settings. */
const MOST_SETTINGS = 3;

/** The settings that distinguish each of the runs from the others: all differences, if they are few. */
function distinctions(runs: readonly Run[], differences: readonly ConfigDifference[]): string[][] {
  const training = differences.filter(({ path }) => !/^(metrics|measure)\b/.test(path));
  const sufficient = [outermost(training), training, differences].find(
    (chosen) => countApart(chosen, runs.length) === runs.length,
  );
  // If the configurations are alike, the engines differ.
  const chosen = briefly(sufficient ?? training, runs.length);
  return settingTexts(chosen, runs.length).map((texts, k) =>
    sufficient === undefined ? [...texts, `engine=${engineOf((runs[k] as Run).environment.engine)}`] : texts,
  );
}

/** Of many differences, only those are listed that distinguish runs which the ones before do not. */
function briefly(differences: readonly ConfigDifference[], runs: number): readonly ConfigDifference[] {
  if (settingTexts(differences, runs).every(({ length }) => length <= MOST_SETTINGS)) return differences;
  const chosen: ConfigDifference[] = [];
  for (const difference of differences) {
    if (countApart([...chosen, difference], runs) > countApart(chosen, runs)) chosen.push(difference);
  }
  return chosen;
}

/** The number of runs that some differences distinguish. */
function countApart(differences: readonly ConfigDifference[], runs: number): number {
  return new Set(settingTexts(differences, runs).map(String)).size;
}

/** For each run, its values of the differences. A run without such a setting has no entry. */
function settingTexts(differences: readonly ConfigDifference[], runs: number): string[][] {
  return Array.from({ length: runs }, (_, k) =>
    differences.flatMap(({ path, values }) => (values[k] === undefined ? [] : [`${path}=${valueText(values[k])}`])),
  );
}

function engineOf({ name, paths }: Run['environment']['engine']): string {
  return [name, ...new Set(paths)].join('/');
}
