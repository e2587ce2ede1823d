import { didYouMean, formatTable, LabError, PLUGIN_KINDS, type PluginKind, wrapWords } from '@sharpness-lab/core';
import { group } from 'd3-array';
import { describeOrigin } from '../describe-origin.ts';
import { composeLab } from '../packages.ts';
import { columnsOf } from '../terminal-layout.ts';
import { hangingRows } from '../wrap.ts';

/** The least room for summaries beside names; where there is less, they stand below. */
const LEAST_ROOM = 30;

/** A plugin in words: its kind, its name, its summary, and the package it comes from. */
type Row = readonly [kind: string, name: string, summary: string, origin: string];

/**
 * Prints the plugins of a kind, or all of them: one in a line, or in groups on a terminal that is too narrow for that.
 */
export async function list(kind: string | undefined, plugins: readonly string[]): Promise<void> {
  if (kind !== undefined && !isKind(kind)) {
    throw new LabError('config', `unknown kind "${kind}"${didYouMean(kind, PLUGIN_KINDS) || known()}`);
  }
  const lab = await composeLab(plugins);
  const rows = lab.registry
    .list(kind)
    .map(({ definition: { kind, name, summary }, origin }): Row => [kind, name, summary, describeOrigin(origin)]);
  const table = formatTable([['KIND', 'NAME', 'SUMMARY', 'FROM'], ...rows]);
  // Programs that read the list get one line a plugin.
  const columns = process.stdout.isTTY ? columnsOf(process.stdout) : Number.POSITIVE_INFINITY;
  const width = Math.max(...table.split('\n').map((line) => line.length));
  process.stdout.write(width <= columns ? table : inGroups(rows, columns));
}

/** The plugins of each kind and package under a heading. */
function inGroups(rows: readonly Row[], columns: number): string {
  const groups = group(rows, ([kind, , , origin]) => `${kind}, ${origin}`);
  return Array.from(groups, ([heading, members]) => {
    const lines = [...wrapWords(heading, columns), ...linesOf(members, columns - 2).map((line) => `  ${line}`)];
    return `${lines.join('\n')}\n`;
  }).join('\n');
}

function linesOf(rows: readonly Row[], columns: number): string[] {
  const cells = rows.map(([, name, summary]) => [name, summary] as const);
  const longest = Math.max(...cells.map(([name]) => name.length));
  if (columns - longest - 2 >= LEAST_ROOM) return formatTable(hangingRows(cells, columns)).trimEnd().split('\n');
  return cells.flatMap(([name, summary]) => [name, ...wrapWords(summary, columns - 2).map((line) => `  ${line}`)]);
}

function isKind(kind: string): kind is PluginKind {
  return PLUGIN_KINDS.some((known) => known === kind);
}

function known(): string {
  return ` (known: ${PLUGIN_KINDS.join(', ')})`;
}
