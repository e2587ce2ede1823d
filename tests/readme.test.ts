import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { afterAll, expect, test } from 'vitest';

/*
 * Runs README.md and the pages of docs: a block of code whose first line is a comment with a file name is saved under that name, a command
 * is run, and a block of text behind it is what the command must print. What is in TypeScript must compile.
 */
const root = resolve(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'readme-'));
symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
afterAll(() => rmSync(folder, { recursive: true }));

interface Block {
  readonly language: string;
  readonly text: string;
}

const pages = ['README.md', ...readdirSync(join(root, 'docs')).map((name) => join('docs', name))];
const blocksOf = (page: string): Block[] =>
  [...readFileSync(join(root, page), 'utf8').matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(
    ([, language = '', text = '']) => ({ language, text }),
  );
// Between pages, so that the output of a command is looked for on its own page.
const endOfPage: Block = { language: '', text: '' };
const blocks = pages.flatMap((page) => [...blocksOf(page), endOfPage]);

/** What differs from run to run and from machine to machine: durations, rates and the versions behind an identity. */
const steady = (output: string) =>
  output
    .replace(/ in [\d.]+ m?s \([\d,.]+ steps\/s\)/g, '')
    .replace(/-[0-9a-f]{12}\b/g, '')
    .replace(/(?<=@sharpness-lab\/[a-z-]+) \d+\.\d+\.\d+/g, '')
    .trim();

const setUps = ['npm ci && npm start', 'npm ci && npm test'];

const commands = blocks.flatMap(({ language, text }, index) => {
  const next = blocks[index + 1];
  const expected = next?.language === 'text' ? next.text : undefined;
  return language === 'sh' && !setUps.includes(text.trim()) ? [{ command: text.trim(), expected }] : [];
});

const files = blocks.flatMap(({ language, text }) => {
  const name = text.match(/^(?:\/\/|#) ([\w.-]+)\n/)?.[1];
  return language !== 'sh' && language !== 'text' && name !== undefined ? [{ path: join(folder, name), text }] : [];
});
for (const { path, text } of files) writeFileSync(path, text);

test('names the two commands that set up and run', () => {
  for (const command of setUps) expect(blocks.map(({ text }) => text.trim())).toContain(command);
});

test('what is written in TypeScript compiles, against the declarations that are published', { timeout: 60_000 }, () => {
  const programs = files.map(({ path }) => path).filter((path) => path.endsWith('.ts'));
  const program = ts.createProgram(programs, {
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    noUnusedLocals: true,
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    typeRoots: [join(root, 'node_modules/@types')],
    types: ['node'],
    skipLibCheck: true,
    noEmit: true,
  });
  expect(programs).not.toEqual([]);
  expect(program.getSourceFiles().some(({ fileName }) => fileName.endsWith('packages/core/dist/index.d.ts'))).toBe(
    true,
  );
  const diagnostics = ts.getPreEmitDiagnostics(program);
  expect(ts.formatDiagnostics(diagnostics, { ...ts.sys, getCanonicalFileName: String, getNewLine: () => '\n' })).toBe(
    '',
  );
});

test.each(commands)('$command', { timeout: 60_000 }, ({ command, expected }) => {
  const output = execFileSync(
    'bash',
    ['-euo', 'pipefail', '-c', command.replaceAll('npx sharpness', 'node_modules/.bin/sharpness')],
    {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  if (expected !== undefined) expect(steady(output)).toBe(steady(expected));
});
