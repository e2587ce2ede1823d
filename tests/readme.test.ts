import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { afterAll, describe, expect, test } from 'vitest';

/*
 * Runs README.md and the pages of docs, each in a folder of its own. A block of code whose first line is a comment with
 * a file name is saved under that name. A command is run, and a block of text behind it must be its output. Tests of
 * plugins on the pages, files with names *.test.js, run too, all together. TypeScript must compile.
 */
const root = resolve(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'readme-'));
const modules = join(folder, 'node_modules');
symlinkSync(join(root, 'node_modules'), modules);
writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
afterAll(() => rmSync(folder, { recursive: true }));

interface Block {
  readonly language: string;
  readonly text: string;
}

interface Page {
  /** Path from the root of the repository. */
  readonly path: string;
  readonly blocks: readonly Block[];
  /** The folder of its files and its commands. */
  readonly folder: string;
}

// These pages are made from the code when the site is built.
const generated = /^(?:reference|api|\.vitepress)\//;

const pages: Page[] = [
  'README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md') && !generated.test(path))
    .map((path) => `docs/${path}`),
].map((path) => ({
  path,
  blocks: [...readFileSync(join(root, path), 'utf8').matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(
    ([, language = '', text = '']) => ({ language, text }),
  ),
  folder: join(folder, path.replace(/\.md$/, '')),
}));

const files = pages.flatMap(({ blocks, folder }) =>
  blocks.flatMap(({ language, text }) => {
    const name = text.match(/^(?:\/\/|#) ([\w.-]+)\n/)?.[1];
    return language !== 'sh' && language !== 'text' && name !== undefined ? [{ path: join(folder, name), text }] : [];
  }),
);
for (const { folder } of pages) mkdirSync(folder, { recursive: true });
for (const { path, text } of files) writeFileSync(path, text);

/**
 * The output without durations, rates, and identities, which contain versions: they differ from run to run and from
 * machine to machine.
 */
const steady = (output: string) =>
  output
    .replace(/ in [\d.]+ m?s \([\d,.]+ steps\/s\)/g, '')
    .replace(/-[0-9a-f]{12}\b/g, '')
    .replace(/(?<=@sharpness-lab\/[a-z-]+) \d+\.\d+\.\d+/g, '')
    .trim();

const setUps = ['npm ci && npm start', 'npm ci && npm test'];

/** It installs packages, so the rehearsal of a release executes it. */
const besideTheClone = /^mkdir \.\.\/my-lab/;

const commandsOf = ({ blocks, folder }: Page) =>
  blocks.flatMap(({ language, text }, index) => {
    const next = blocks[index + 1];
    const expected = next?.language === 'text' ? next.text : undefined;
    return language === 'sh' && !setUps.includes(text.trim()) && !besideTheClone.test(text)
      ? [{ command: text.trim(), expected, folder }]
      : [];
  });

function execute(command: string, folder: string): string {
  return execFileSync('bash', ['-euo', 'pipefail', '-c', command.replaceAll('npx ', `${modules}/.bin/`)], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

test('names the two commands that set up and run', () => {
  const texts = pages[0]?.blocks.map(({ text }) => text.trim());
  for (const command of setUps) expect(texts).toContain(command);
});

test('what is written in TypeScript compiles, against the declarations that are published', {
  timeout: 180_000,
}, () => {
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

describe.each(pages.filter((page) => commandsOf(page).length > 0))('$path', (page) => {
  test.each(commandsOf(page))('$command', { timeout: 180_000 }, ({ command, expected, folder }) => {
    let output = '';
    expect(() => {
      output = execute(command, folder);
    }).not.toThrow();
    if (expected !== undefined) expect(steady(output)).toBe(steady(expected));
  });
});

test('the picture in the README is what the commands below it draw', () => {
  const drawn = readFileSync(join(folder, 'README', 'fig4.svg'), 'utf8');
  expect(drawn).toBe(readFileSync(join(root, 'docs/public/fig4-light.svg'), 'utf8'));
});

// To draw them anew: npx vitest run tests/readme.test.ts -t gallery -u
test('the pictures of the gallery are what the commands below them draw', { timeout: 180_000 }, async () => {
  const gallery = pages.find(({ path }) => path === 'docs/gallery.md') as Page;
  const plots = gallery.blocks.flatMap(({ text }) => text.match(/^npx sharpness plot .*$/gm) ?? []);
  const text = readFileSync(join(root, gallery.path), 'utf8');
  const names = [...text.matchAll(/\.\/pictures\/gallery\/([\w-]+)-light\.svg/g)].map(([, name = '']) => name);
  expect(names).toHaveLength(plots.length);
  for (const theme of ['light', 'dark']) {
    if (theme === 'dark') for (const command of plots) execute(`${command} --theme dark`, gallery.folder);
    for (const name of names) {
      const drawn = readFileSync(join(gallery.folder, `${name}.svg`), 'utf8');
      expect(drawn.length, `${name} for a page`).toBeLessThan(60_000);
      await expect(drawn).toMatchFileSnapshot(join(root, `docs/pictures/gallery/${name}-${theme}.svg`));
    }
  }
});

test('the plugins on the pages pass their tests', { timeout: 120_000 }, () => {
  const written = files.map(({ path }) => path).filter((path) => path.endsWith('.test.js'));
  const { numPassedTests, numTotalTests, testResults } = JSON.parse(
    execute('npx vitest run --reporter=json', folder),
  ) as {
    readonly numPassedTests: number;
    readonly numTotalTests: number;
    readonly testResults: readonly { readonly name: string }[];
  };
  // Beside those that commands on the pages have written.
  expect(testResults.map(({ name }) => name)).toEqual(
    expect.arrayContaining(written.map((path) => realpathSync(path))),
  );
  expect(numPassedTests).toBe(numTotalTests);
});
