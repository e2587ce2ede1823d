import { canonicalJson, decisiveConfig } from '@sharpness-lab/core';
import { configDifferences, outermost, valueText } from '../config-difference.ts';
import type { Run, RunGroup } from './run.ts';

/**
 * Puts runs together that differ in their seeds only: same configuration but for what does not influence results, same
 * engine and same way through it. Of several runs of one seed the one that came farthest counts.
 *
 * @returns groups in the order of their first runs, each with its runs in the order of their seeds
 */
export function groupRuns(runs: readonly Run[]): RunGroup[] {
  const byKey = new Map<string, Run[]>();
  for (const run of runs) {
    const key = keyOf(run);
    byKey.set(key, byKey.get(key) ?? []);
    byKey.get(key)?.push(run);
  }
  const groups = [...byKey.values()].map(onePerSeed);
  const labels = labelsOf(groups);
  return groups.map((members, k) => ({
    label: labels[k] as string,
    config: (members[0] as Run).config,
    runs: members,
  }));
}

function keyOf({ config, environment: { engine } }: Run): string {
  const { seed: _seed, ...setting } = decisiveConfig(config);
  return canonicalJson({ setting, engine: engineOf(engine) });
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

function labelsOf(groups: readonly (readonly Run[])[]): string[] {
  const first = groups.map(([run]) => run as Run);
  return first.map((run) => {
    const sharing = first.filter(({ config }) => config.name === run.config.name);
    return [run.config.name, ...(distinctions(sharing)[sharing.indexOf(run)] as string[])].join(', ');
  });
}

/** What sets each of the runs apart from the others, in as few words as suffice. */
function distinctions(runs: readonly Run[]): string[][] {
  const differences = configDifferences(
    runs.map(({ config }) => {
      const { seed: _seed, ...setting } = decisiveConfig(config);
      return setting;
    }),
  );
  const training = differences.filter(({ path }) => !/^(metrics|measure)\b/.test(path));
  const descriptions = [outermost(training), training, differences].map((chosen) =>
    runs.map((_, k) =>
      chosen.flatMap(({ path, values }) => (values[k] === undefined ? [] : [`${path}=${valueText(values[k])}`])),
    ),
  );
  const sufficient = descriptions.find((texts) => new Set(texts.map(String)).size === runs.length);
  if (sufficient !== undefined) return sufficient;
  // Their configurations are alike, so their engines are not.
  return runs.map(({ environment: { engine } }, k) => [...(descriptions[1]?.[k] ?? []), `engine=${engineOf(engine)}`]);
}

function engineOf({ name, paths }: Run['environment']['engine']): string {
  return [name, ...new Set(paths)].join('/');
}
