import { estimateText, LabError } from '@sharpness-lab/core';
import { type ConfigDifference, outermost, type Run, ranges, readRuns } from '@sharpness-lab/report';
import { formatInBlocks } from '../column-blocks.ts';
import {
  type Column,
  type Comparison,
  compareRuns,
  letterOf,
  type Result,
  type ResultRow,
  relation,
} from '../compare-runs.ts';
import { briefly } from '../config-brief.ts';
import { exitCodes } from '../exit-codes.ts';
import { nameOf } from '../metric-table.ts';
import { terminalLayout } from '../terminal-layout.ts';

/** Options of `sharpness compare`. */
export interface CompareOptions {
  readonly json: boolean;
}

/** Prints the differences between runs, in configuration and in results. Returns the exit status. */
export async function compare(paths: readonly string[], { json }: CompareOptions): Promise<number> {
  const runs = await readRuns(paths, (warning) => process.stderr.write(`warning: ${warning}\n`));
  if (runs.length < 2) {
    throw new LabError('config', `expected at least two runs to compare, got one: ${runs[0]?.dir}`);
  }
  const comparison = compareRuns(runs);
  process.stdout.write(json ? `${JSON.stringify(comparisonJson(comparison))}\n` : inWords(comparison));
  return exitCodes.done;
}

function comparisonJson(comparison: Comparison): object {
  const { columns, verdict, configuration, environment, results } = comparison;
  const grouped = isGrouped(comparison);
  return {
    runs: columns.flatMap(({ runs }) =>
      runs.map(({ dir, config: { name, seed }, environment: { runId }, result }) => ({
        runId,
        dir,
        name,
        seed,
        status: result?.status ?? 'unfinished',
      })),
    ),
    ...(grouped
      ? {
          groups: columns.map(({ heading, runs }) => ({
            label: heading,
            runs: runs.map(({ environment: { runId } }) => runId),
            seeds: runs.map(({ config: { seed } }) => seed),
          })),
        }
      : {}),
    verdict,
    configuration,
    environment,
    results: results.map((row) => (grouped ? groupResultJson(row) : runResultJson(row))),
  };
}

function runResultJson({ quantity, results }: ResultRow): object {
  return {
    metric: quantity.name,
    values: results.map((result) => result?.value ?? null),
    ...(results.some((result) => result?.uncertainty !== undefined)
      ? { uncertainty: results.map((result) => result?.uncertainty ?? null) }
      : {}),
    relations: relationsOf(results),
  };
}

/** Means over seeds, with their spread; of each group, the number of runs that measured it. */
function groupResultJson({ quantity, results }: ResultRow): object {
  return {
    metric: quantity.name,
    means: results.map((result) => result?.value ?? null),
    smallest: results.map((result) => result?.smallest ?? null),
    largest: results.map((result) => result?.largest ?? null),
    runs: results.map((result) => result?.runs ?? 0),
    relations: relationsOf(results),
  };
}

/** Of all but the first, to the first. */
function relationsOf([first, ...others]: ResultRow['results']): object[] {
  return others.map((result) => relation(result?.value, first?.value));
}

function inWords(comparison: Comparison): string {
  const { verdict, configuration, environment, results } = comparison;
  const { columns: width } = terminalLayout();
  const columns = withShortHeadings(comparison.columns);
  const headings = columns.map(({ heading }) => heading);
  // The options of plugins that differ are no differences between groups.
  const settings = isGrouped(comparison) ? outermost(configuration) : configuration;
  const differences = [...settings, ...environment];
  return [
    columns.map((column) => `${introduce(column)}\n`).join(''),
    `${verdict}\n`,
    ...(differences.length === 0
      ? []
      : [formatInBlocks([['DIFFERENCE', ...headings], ...differences.map(differenceRow)], width)]),
    formatInBlocks(resultRows(columns, results), width),
  ].join('\n');
}

/** Whether there are columns of several runs. */
function isGrouped({ columns }: Comparison): boolean {
  return columns.some(({ runs }) => runs.length > 1);
}

/** Longer headings make way for letters. */
const LONGEST_HEADING = 24;

interface NamedColumn extends Column {
  /** All there is to say, where the heading is a letter instead. */
  readonly label?: string;
}

function withShortHeadings(columns: readonly Column[]): readonly NamedColumn[] {
  if (columns.every(({ heading }) => heading.length <= LONGEST_HEADING)) return columns;
  return columns.map(({ heading, runs }, index) => ({ heading: letterOf(index), label: heading, runs }));
}

function introduce({ heading, label, runs }: NamedColumn): string {
  const [first, ...others] = runs as readonly [Run, ...Run[]];
  const names = new Set(runs.map(({ config: { name } }) => name));
  const seeds = `${others.length === 0 ? 'seed' : 'seeds'} ${ranges(runs.map(({ config: { seed } }) => seed))}`;
  const dirs = others.length === 0 ? first.dir : `${first.dir} and ${others.length} more`;
  const about = [...(label === undefined ? [] : [label]), ...names, seeds, statusesOf(runs)];
  return `${heading}: ${dirs} (${about.join(', ')})`;
}

function statusesOf(runs: readonly Run[]): string {
  const statuses = runs.map(({ result, measurements }) => {
    return result?.status ?? `unfinished, at epoch ${measurements.at(-1)?.epoch ?? 0}`;
  });
  const distinct = [...new Set(statuses)];
  if (distinct.length === 1) return `${distinct[0]}`;
  return distinct.map((status) => `${statuses.filter((each) => each === status).length} ${status}`).join(', ');
}

function differenceRow({ path, values }: ConfigDifference): string[] {
  return [path, ...values.map((value) => (value === undefined ? '-' : briefly(value)))];
}

function resultRows(columns: readonly Column[], results: readonly ResultRow[]): string[][] {
  const [first, second, ...others] = columns.map(({ heading }) => heading);
  const seeds = columns.map(({ runs }) => runs.length);
  const pair = second !== undefined && others.length === 0;
  const relations = (row: ResultRow) => {
    const [base, value] = row.results.map((result) => result?.value);
    const { difference, ratio } = relation(value, base);
    return [shown(difference), shown(ratio)];
  };
  return [
    [
      'LAST',
      ...columns.map(({ heading }) => heading),
      ...(pair ? [`${second} - ${first}`, `${second} / ${first}`] : []),
    ],
    ...(seeds.some((count) => count > 1) ? [['seeds', ...seeds.map(String), ...(pair ? ['', ''] : [])]] : []),
    ...results.map((row) => [
      nameOf(row.quantity),
      ...row.results.map((result, column) => resultText(result, seeds[column] as number)),
      ...(pair ? relations(row) : []),
    ]),
  ];
}

/** The mean, the smallest and the largest value, and the number of seeds where it is not all of them. */
function resultText(result: Result | undefined, seeds: number): string {
  if (result === undefined) return '-';
  const { value, uncertainty, smallest, largest, runs } = result;
  if (seeds === 1) return estimateText(value, uncertainty);
  const spread = smallest === largest ? '' : ` (${brief(smallest)} to ${brief(largest)})`;
  return `${estimateText(value)}${spread}${runs === seeds ? '' : `, ${runs} of ${seeds}`}`;
}

/** The ends of a range: means have more digits. */
function brief(value: number): string {
  return estimateText(value, {}, 3);
}

function shown(value: number | undefined): string {
  return value === undefined ? '-' : estimateText(value);
}
