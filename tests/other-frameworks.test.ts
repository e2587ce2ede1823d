import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/*
 * Runs the programs in Python on docs/how-to/other-frameworks.md, where what they import is installed. They have to
 * measure what the lab recorded, and print what the page shows.
 */
const root = resolve(import.meta.dirname, '..');
const page = readFileSync(join(root, 'docs/how-to/other-frameworks.md'), 'utf8');

const folder = mkdtempSync(join(tmpdir(), 'frameworks-'));
afterAll(() => rmSync(folder, { recursive: true }));

const execute = (program: string, ...args: string[]) =>
  execFileSync(program, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

/** The blocks in a language, each with the block behind it. */
const blocksOf = (language: string) =>
  [...page.matchAll(/^```(\w+)\n(.*?)^```$/gms)].flatMap(([, name, text = ''], index, blocks) =>
    name === language ? [{ text, next: blocks[index + 1]?.[2] ?? '' }] : [],
  );

const programs = blocksOf('python').map(({ text, next }) => ({
  name: text.match(/^# ([\w.]+)\n/)?.[1] ?? '',
  text,
  shown: next,
  imports: text.match(/^(?:import|from) .*$/gm) ?? [],
}));

function canRun({ imports }: (typeof programs)[number]): boolean {
  try {
    execute('python3', '-c', imports.join('\n'));
    return true;
  } catch {
    return false;
  }
}

const runnable = programs.filter(canRun);

/** The rows of a table: what it is, what the program measured, what the lab recorded. */
const rowsOf = (output: string) =>
  output
    .trimEnd()
    .split('\n')
    .map((line) => line.split(/ +/))
    .map(([name = '', measured, recorded]) => ({ name, measured: Number(measured), recorded: Number(recorded) }));

/** The largest relative difference of numbers with six digits that are equal but for rounding. */
const ROUNDING = 1e-5;
const differ = (a: number, b: number | undefined) => !(Math.abs(a / (b as number) - 1) < ROUNDING);

test('the page has a program for each framework, and shows what it prints', () => {
  expect(programs.map(({ name }) => name)).toEqual(['measure_torch.py', 'measure_jax.py']);
  for (const { shown } of programs) {
    expect(rowsOf(shown).map(({ name }) => name)).toEqual(['train-loss', 'test-accuracy', 'hessian-trace']);
    expect(rowsOf(shown).filter(({ measured, recorded }) => differ(measured, recorded))).toEqual([]);
  }
});

describe.skipIf(runnable.length === 0)('a run, measured again', () => {
  let recorded: Readonly<Record<string, number>> = {};
  beforeAll(() => {
    for (const { name, text } of programs) writeFileSync(join(folder, name), text);
    for (const { text } of blocksOf('sh')) {
      execute('bash', '-euc', text.replaceAll('npx ', `${join(root, 'node_modules/.bin')}/`));
    }
    const [run = ''] = readdirSync(join(folder, 'runs'));
    const result = JSON.parse(readFileSync(join(folder, 'runs', run, 'result.json'), 'utf8')) as {
      readonly final: { readonly values: Readonly<Record<string, number>> };
    };
    recorded = result.final.values;
  }, 60_000);

  test.for(programs)('by $name', { timeout: 120_000 }, (program, { skip }) => {
    skip(!runnable.includes(program), 'what it imports is not installed');
    const { name, shown } = program;
    const rows = rowsOf(execute('python3', name));
    expect(rows.map(({ name }) => name)).toEqual(rowsOf(shown).map(({ name }) => name));
    expect(rows.filter(({ name, measured }) => differ(measured, recorded[name]))).toEqual([]);
    for (const [index, row] of rowsOf(shown).entries()) {
      expect(differ(row.measured, rows[index]?.measured), row.name).toBe(false);
    }
  });
});
