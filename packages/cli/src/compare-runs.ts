import { decisiveConfig, type Quantity, type Uncertainty } from '@sharpness-lab/core';
import { type ConfigDifference, configDifferences, declaredBy, quantityOf, type Run } from '@sharpness-lab/report';
import { namesIn } from './metric-table.ts';

/** A quantity at the end of each of some runs; undefined where it was not measured. */
export interface ResultRow {
  readonly quantity: Quantity;
  readonly values: readonly (number | undefined)[];
  /** Undefined for what is no estimate. */
  readonly uncertainty: readonly (Uncertainty | undefined)[];
}

/** The common settings and the differences of runs. */
export interface Comparison {
  /** A summary in words. */
  readonly verdict: string;
  readonly configuration: readonly ConfigDifference[];
  /** The differences in engine, paths, versions and machine. */
  readonly environment: readonly ConfigDifference[];
  readonly results: readonly ResultRow[];
}

/** Compares at least two runs. */
export function compareRuns(runs: readonly Run[]): Comparison {
  const configuration = configDifferences(
    runs.map(({ config, environment }) => decisiveConfig(config, environment.sources)),
  );
  const environment = configDifferences(runs.map(({ environment }) => machineOf(environment)));
  const finals = runs.map(({ measurements }) => measurements.at(-1));
  const declared = declaredBy(runs);
  const results = namesIn(finals.map((final) => final?.values ?? {})).map((name) => ({
    quantity: quantityOf(name, declared),
    values: finals.map((final) => final?.values[name]),
    uncertainty: finals.map((final) => final?.uncertainty?.[name]),
  }));
  return { verdict: verdictOf(runs, configuration, environment, results), configuration, environment, results };
}

/** The environment without the identity, which follows from the rest, and without the time. */
function machineOf({ engine: { name, paths }, versions, node, platform, cpu }: Run['environment']): object {
  return { engine: { name, path: [...new Set(paths)].join(', ') }, versions, node, platform, cpu };
}

function verdictOf(
  runs: readonly Run[],
  configuration: readonly ConfigDifference[],
  environment: readonly ConfigDifference[],
  results: readonly ResultRow[],
): string {
  const both = runs.length === 2 ? 'both' : 'all';
  const equal = results.every(({ values }) => values.every((value) => value === values[0]));
  const finished = runs.every(({ result }) => result !== undefined);
  const outcome = !finished ? 'though not all are finished' : equal ? 'with equal results' : 'but their results differ';
  const elsewhere = surroundings.filter(({ part }) => environment.some(({ path }) => part.test(path)));
  const where = elsewhere.length === 0 ? '' : `, with different ${elsewhere.map(({ words }) => words).join(', ')}`;
  if (new Set(runs.map(({ environment: { runId } }) => runId)).size === 1) {
    return `${both} are the same run${where}, ${outcome}`;
  }
  const paths = configuration.map(({ path }) => path);
  if (paths.length === 0) return `${both} have the same configuration and seed${where}, ${outcome}`;
  if (paths.every((path) => path === 'seed')) return `${both} have the same configuration, with other seeds${where}`;
  return `their configurations${paths.includes('seed') ? ' and seeds' : ''} differ${where}`;
}

const surroundings = [
  { part: /^engine/, words: 'engines' },
  { part: /^versions/, words: 'versions of packages' },
  { part: /^node$/, words: 'versions of Node.js' },
  { part: /^(platform|cpu)$/, words: 'machines' },
] as const;

/** The difference between two values, and their ratio. */
export function relation(value: number | undefined, base: number | undefined): { difference?: number; ratio?: number } {
  if (value === undefined || base === undefined) return {};
  return { difference: value - base, ...(base === 0 ? {} : { ratio: value / base }) };
}
