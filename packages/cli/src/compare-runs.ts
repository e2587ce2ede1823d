import { decisiveConfig, mean, type Quantity, type Uncertainty } from '@sharpness-lab/core';
import {
  type ConfigDifference,
  configDifferences,
  declaredBy,
  groupRuns,
  keyOf,
  quantityOf,
  type Run,
} from '@sharpness-lab/report';
import { namesIn } from './metric-table.ts';

/** Runs that are compared as one: a single run, or runs that differ in their seeds only. */
export interface Column {
  /** What distinguishes them from the others, such as `rho 0.05`; a letter for each of two runs. */
  readonly heading: string;
  /** Sorted by seed. */
  readonly runs: readonly Run[];
}

/** A quantity at the end of the runs of a column. */
export interface Result {
  /** The mean over the runs that measured it. */
  readonly value: number;
  /** Of a single run's estimate. */
  readonly uncertainty?: Uncertainty;
  readonly smallest: number;
  readonly largest: number;
  /** The number of runs that measured it. */
  readonly runs: number;
}

/** A quantity at the end of the runs of each column; undefined where it was not measured. */
export interface ResultRow {
  readonly quantity: Quantity;
  readonly results: readonly (Result | undefined)[];
}

/** The common settings and the differences of runs. */
export interface Comparison {
  readonly columns: readonly Column[];
  /** A summary in words. */
  readonly verdict: string;
  /** One value for each column. */
  readonly configuration: readonly ConfigDifference[];
  /** The differences in engine, paths, versions and machine. Of runs of one column that differ, a list of values. */
  readonly environment: readonly ConfigDifference[];
  readonly results: readonly ResultRow[];
}

/**
 * Compares at least two runs. Two are compared as they are. Of more, those that differ only in their seeds are compared
 * as one, in the order of the values in which they differ from the others.
 */
export function compareRuns(runs: readonly Run[]): Comparison {
  const columns = columnsOf(runs);
  const single = columns.every((column) => column.runs.length === 1);
  const firsts = columns.map((column) => column.runs[0] as Run);
  const configs = firsts.map(({ config, environment: { sources } }) => decisiveConfig(config, sources));
  const configuration = configDifferences(single ? configs : configs.map(({ seed: _seed, ...setting }) => setting));
  const compared = columns.flatMap((column) => column.runs);
  const environment = configDifferences(compared.map(({ environment }) => machineOf(environment))).map(
    ({ path, values }) => ({ path, values: byColumn(values, columns) }),
  );
  const declared = declaredBy(compared);
  const names = namesIn(compared.map(({ measurements }) => measurements.at(-1)?.values ?? {}));
  const results = names.map((name) => ({
    quantity: quantityOf(name, declared),
    results: columns.map((column) => resultOf(name, column)),
  }));
  const verdict = single
    ? verdictOf(compared, configuration, environment, results)
    : `${compared.length} runs of ${columns.length} configurations${elsewhere(environment)}`;
  return { columns, verdict, configuration, environment, results };
}

function columnsOf(runs: readonly Run[]): Column[] {
  const groups = runs.length > 2 ? groupRuns(runs) : [];
  if (groups.length > 1) return keyOf(groups).groups.map(({ label, runs }) => ({ heading: label, runs }));
  const [seeds] = groups;
  if (seeds !== undefined && seeds.runs.length === runs.length) {
    return seeds.runs.map((run) => ({ heading: `seed ${run.config.seed}`, runs: [run] }));
  }
  return runs.map((run, index) => ({ heading: letterOf(index), runs: [run] }));
}

/** A to Z, then AA and so on. */
export function letterOf(index: number): string {
  const before = Math.floor(index / 26);
  return `${before === 0 ? '' : letterOf(before - 1)}${String.fromCharCode(65 + (index % 26))}`;
}

/** The values of runs, in the order of the columns, as one for each column. */
function byColumn(values: readonly unknown[], columns: readonly Column[]): unknown[] {
  const left = [...values];
  return columns.map(({ runs }) => {
    const own = left.splice(0, runs.length);
    const distinct = own.filter((value, k) => own.findIndex((each) => isEqual(each, value)) === k);
    return distinct.length === 1 ? distinct[0] : distinct.map((value) => value ?? null);
  });
}

function isEqual(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function resultOf(name: string, { runs }: Column): Result | undefined {
  const finals = runs.map(({ measurements }) => measurements.at(-1));
  const values = finals.flatMap((final) => final?.values[name] ?? []);
  if (values.length === 0) return undefined;
  const uncertainty = runs.length === 1 ? finals[0]?.uncertainty?.[name] : undefined;
  return {
    value: mean(values),
    ...(uncertainty === undefined ? {} : { uncertainty }),
    smallest: Math.min(...values),
    largest: Math.max(...values),
    runs: values.length,
  };
}

/** The environment without the identity, which follows from the rest, and without the time. */
function machineOf({ engine: { name, paths }, versions, node, platform, cpu }: Run['environment']): object {
  return { engine: { name, path: [...new Set(paths)].join(', ') }, versions, node, platform, cpu };
}

function verdictOf(
  runs: readonly Run[],
  configuration: readonly ConfigDifference[],
  environment: readonly ConfigDifference[],
  rows: readonly ResultRow[],
): string {
  const both = runs.length === 2 ? 'both' : 'all';
  const equal = rows.every(({ results }) => results.every((result) => result?.value === results[0]?.value));
  const finished = runs.every(({ result }) => result !== undefined);
  const outcome = !finished ? 'though not all are finished' : equal ? 'with equal results' : 'but their results differ';
  const where = elsewhere(environment);
  if (new Set(runs.map(({ environment: { runId } }) => runId)).size === 1) {
    return `${both} are the same run${where}, ${outcome}`;
  }
  const paths = configuration.map(({ path }) => path);
  if (paths.length === 0) return `${both} have the same configuration and seed${where}, ${outcome}`;
  if (paths.every((path) => path === 'seed')) return `${both} have the same configuration, with other seeds${where}`;
  return `their configurations${paths.includes('seed') ? ' and seeds' : ''} differ${where}`;
}

/** The differences of environments in words, as the end of a sentence. */
function elsewhere(environment: readonly ConfigDifference[]): string {
  const parts = surroundings.filter(({ part }) => environment.some(({ path }) => part.test(path)));
  return parts.length === 0 ? '' : `, with different ${parts.map(({ words }) => words).join(', ')}`;
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
