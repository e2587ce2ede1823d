import { estimateText, LabError } from '@sharpness-lab/core';
import { type ConfigDifference, type Run, readRuns } from '@sharpness-lab/report';
import { formatInBlocks } from '../column-blocks.ts';
import { type Comparison, compareRuns, type ResultRow, relation } from '../compare-runs.ts';
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
  process.stdout.write(json ? `${JSON.stringify(comparisonJson(runs, comparison))}\n` : inWords(runs, comparison));
  return exitCodes.done;
}

function comparisonJson(runs: readonly Run[], { results, ...comparison }: Comparison): object {
  return {
    runs: runs.map(({ dir, config: { name, seed }, environment: { runId }, result }) => ({
      runId,
      dir,
      name,
      seed,
      status: result?.status ?? 'unfinished',
    })),
    ...comparison,
    results: results.map(({ quantity, values, uncertainty }) => ({
      metric: quantity.name,
      values: values.map(orNull),
      ...(uncertainty.some((known) => known !== undefined) ? { uncertainty: uncertainty.map(orNull) } : {}),
      relations: values.slice(1).map((value) => relation(value, values[0])),
    })),
  };
}

function orNull<T>(value: T | undefined): T | null {
  return value ?? null;
}

function inWords(runs: readonly Run[], { verdict, configuration, environment, results }: Comparison): string {
  const { columns } = terminalLayout();
  const letters = runs.map((_, index) => letterOf(index));
  const differences = [...configuration, ...environment];
  return [
    runs.map((run, index) => `${letters[index]}: ${introduce(run)}\n`).join(''),
    `${verdict}\n`,
    ...(differences.length === 0
      ? []
      : [formatInBlocks([['DIFFERENCE', ...letters], ...differences.map(differenceRow)], columns)]),
    formatInBlocks(resultRows(letters, results), columns),
  ].join('\n');
}

function introduce({ dir, config: { name, seed }, result, measurements }: Run): string {
  const status = result?.status ?? `unfinished, at epoch ${measurements.at(-1)?.epoch ?? 0}`;
  return `${dir} (${name}, seed ${seed}, ${status})`;
}

/** A to Z, then AA and so on. */
function letterOf(index: number): string {
  const before = Math.floor(index / 26);
  return `${before === 0 ? '' : letterOf(before - 1)}${String.fromCharCode(65 + (index % 26))}`;
}

function differenceRow({ path, values }: ConfigDifference): string[] {
  return [path, ...values.map((value) => (value === undefined ? '-' : briefly(value)))];
}

function resultRows(letters: readonly string[], results: readonly ResultRow[]): string[][] {
  const rows = [
    ['LAST', ...letters],
    ...results.map(({ quantity, values, uncertainty }) => [
      nameOf(quantity),
      ...values.map((value, run) => (value === undefined ? '-' : estimateText(value, uncertainty[run]))),
    ]),
  ];
  if (letters.length !== 2) return rows;
  const [a, b] = letters;
  rows[0]?.push(`${b} - ${a}`, `${b} / ${a}`);
  for (const [index, { values }] of results.entries()) {
    const { difference, ratio } = relation(values[1], values[0]);
    rows[index + 1]?.push(shown(difference), shown(ratio));
  }
  return rows;
}

function shown(value: number | undefined): string {
  return value === undefined ? '-' : estimateText(value);
}
