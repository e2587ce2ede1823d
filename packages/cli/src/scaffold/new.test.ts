import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { VERSION } from '@sharpness-lab/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ended, startIn } from '../fixtures/command.ts';
import { packageFiles } from './package-files.ts';
import { TEMPLATE_KINDS, templateOf } from './templates.ts';

const root = resolve(import.meta.dirname, '../../../..');
const folder = mkdtempSync(join(tmpdir(), 'new-'));
afterAll(() => rmSync(folder, { recursive: true }));

const sharpness = (...args: string[]) => ended(startIn(folder, args));

const read = (...path: string[]) => readFileSync(join(folder, ...path), 'utf8');

type Versions = Readonly<Record<string, string>>;

const manifestOf = (text: string) =>
  JSON.parse(text) as {
    readonly name: string;
    readonly dependencies?: Versions;
    readonly peerDependencies?: Versions;
    readonly devDependencies?: Versions;
  };

/** The words of a command line as a shell splits it. A quoted text is one word. */
const wordsOf = (line: string) =>
  Array.from(line.matchAll(/'([^']*)'|(\S+)/g), ([, quoted, bare]) => quoted ?? bare ?? '');

/** Arguments for the shortest training that still uses the plugin. */
const tiny = [
  '--quiet',
  '--json',
  'dataset.trainSize=8',
  'dataset.testSize=8',
  'phases.*.batchSize=4',
  'phases.*.epochs=1',
];

describe.each(TEMPLATE_KINDS)('a new %s', (kind) => {
  const plugin = `own-${kind}`;
  let printed = '';

  beforeAll(async () => {
    const { stdout, code } = await sharpness('new', kind, `@me/${plugin}`);
    expect(code).toBe(0);
    printed = stdout;
  });

  test('runs by the command that is printed, with nothing installed or built in its folder', async () => {
    const [, ...words] = wordsOf(printed.match(/sharpness run .*/)?.[0] ?? '');
    const { stdout, stderr, code } = await sharpness(...words, ...tiny);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const { dir } = JSON.parse(stdout) as { dir: string };
    expect(read(dir, 'config.json')).toContain(plugin);
    expect(existsSync(join(folder, plugin, 'node_modules'))).toBe(false);
  });

  test('has a README with the same command, and is called by its name throughout', () => {
    const { experiment } = templateOf(kind);
    const readme = read(plugin, 'README.md');
    expect(readme).toContain(`npx sharpness run ${experiment.replaceAll('my-plugin', plugin)} --plugin .\n`);
    expect(readme).toContain(`npm install @me/${plugin}\n`);
    for (const file of readdirSync(join(folder, plugin), { recursive: true, encoding: 'utf8' })) {
      if (/\.\w+$/.test(file)) expect(read(plugin, file), file).not.toContain('my-plugin');
    }
  });

  test('is a package that is made for this version and published with nothing that nobody needs', () => {
    const manifest = manifestOf(read(plugin, 'package.json'));
    expect(manifest.name).toBe(`@me/${plugin}`);
    expect(manifest.peerDependencies?.['@sharpness-lab/core']).toBe(`^${VERSION}`);
    expect(read(plugin, '.gitignore')).toContain('node_modules/\n');
    expect(read(plugin, 'LICENSE')).toContain(`the authors of @me/${plugin}\n`);
  });
});

test('beside a clone it is developed with the packages of the clone, which npm links', async () => {
  const { stdout } = await sharpness('new', 'model', 'linked', '--out', 'deeper/still');
  expect(stdout).toContain('\n  cd ./deeper/still/linked && npm install\n  npm test\n');
  const { devDependencies = {} } = manifestOf(read('deeper/still/linked/package.json'));
  for (const [name, place] of [
    ['sharpness-lab', 'packages/cli'],
    ['@sharpness-lab/core', 'packages/core'],
    ['@sharpness-lab/engine-tfjs', 'packages/engine-tfjs'],
  ] as const) {
    const link = devDependencies[name]?.match(/^file:(.*)$/)?.[1] ?? '';
    expect(resolve(folder, 'deeper/still/linked', link)).toBe(join(root, place));
  }
});

test('beside a clone a model is tested with the engine of the clone', async () => {
  await sharpness('new', 'model', 'linked-model');
  const { devDependencies = {} } = manifestOf(read('linked-model/package.json'));
  const link = devDependencies['@sharpness-lab/engine-tfjs']?.match(/^file:(.*)$/)?.[1] ?? '';
  expect(resolve(folder, 'linked-model', link)).toBe(join(root, 'packages/engine-tfjs'));
});

test('without a clone it is developed with the published packages', async () => {
  const files = await packageFiles('loss', { full: 'x', plugin: 'x' });
  expect(manifestOf(files.get('package.json') ?? '').devDependencies).toMatchObject({ 'sharpness-lab': `^${VERSION}` });
});

test('in a clone the commands that are printed work as they are', { timeout: 180_000 }, async () => {
  mkdirSync(join(root, 'runs'), { recursive: true });
  const place = mkdtempSync(join(root, 'runs/new-'));
  try {
    const { PATH = '' } = process.env;
    const { stdout } = await ended(startIn(place, ['new', 'optimizer', '@me/in-clone'], { PATH }));
    const commands = Array.from(stdout.matchAll(/^ {2}(\S.*)$/gm), ([, command]) => command);
    expect(commands).toHaveLength(3);
    const output = execFileSync('bash', ['-euo', 'pipefail', '-c', commands.join('\n')], {
      cwd: place,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    expect(output).toMatch(/^completed; /);
    expect(stripVTControlCharacters(output)).toMatch(/ Tests {2}\d+ passed/);
  } finally {
    rmSync(place, { recursive: true });
  }
});

describe('once their packages are installed', () => {
  beforeAll(() => symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules')));

  const plugins = TEMPLATE_KINDS.map((kind) => `own-${kind}`);
  const run = (program: string, ...args: string[]) =>
    execFileSync(process.execPath, [join(root, 'node_modules', program), ...args], { cwd: folder, encoding: 'utf8' });

  test('they build, with types', { timeout: 120_000 }, () => {
    run('typescript/bin/tsc', '--build', ...plugins);
    for (const plugin of plugins) {
      for (const file of ['index.js', 'index.d.ts']) expect(existsSync(join(folder, plugin, 'dist', file))).toBe(true);
    }
  });

  test('they pass their own tests', { timeout: 120_000 }, () => {
    const filters = plugins.map((plugin) => `${plugin}/src`);
    const { numPassedTests, numTotalTests, testResults } = JSON.parse(
      run('vitest/vitest.mjs', 'run', '--reporter', 'json', ...filters),
    ) as { readonly numPassedTests: number; readonly numTotalTests: number; readonly testResults: readonly unknown[] };
    expect(testResults).toHaveLength(plugins.length);
    expect(numPassedTests).toBe(numTotalTests);
  });

  test('this repository’s linter has nothing to say', () => {
    const sources = plugins.map((plugin) => `${plugin}/src`);
    const options = ['--config-path', root, '--vcs-enabled=false', '--reporter=json', '--colors=off'];
    const { summary } = JSON.parse(run('@biomejs/biome/bin/biome', 'ci', ...options, ...sources)) as {
      readonly summary: object;
    };
    // A module and its test each.
    expect(summary).toMatchObject({ unchanged: 2 * plugins.length, errors: 0, warnings: 0, infos: 0 });
  });
});

test('the templates ask for the versions that they are tested with here', async () => {
  const { devDependencies } = manifestOf(readFileSync(join(root, 'package.json'), 'utf8'));
  const ours = { 'sharpness-lab': VERSION, '@sharpness-lab/engine-tfjs': VERSION };
  const tested: Versions = { ...devDependencies, ...ours };
  for (const kind of TEMPLATE_KINDS) {
    const files = await packageFiles(kind, { full: 'x', plugin: 'x' });
    const asked = manifestOf(files.get('package.json') ?? '').devDependencies ?? {};
    for (const [name, range] of Object.entries(asked)) expect(range.replace(/^[~^]/, ''), name).toBe(tested[name]);
  }
});

test('goes into an empty folder, and where --out says', async () => {
  mkdirSync(join(folder, 'else where/own'), { recursive: true });
  const { stdout, code } = await sharpness('new', 'loss', 'own', '--out', 'else where');
  expect(code).toBe(0);
  expect(stdout).toContain("--plugin './else where/own'\n");
  expect(existsSync(join(folder, 'else where/own/src/index.ts'))).toBe(true);
});

test.each([
  [['optimiser', 'own'], 'no template for "optimiser" (did you mean "optimizer"?)'],
  [['schedule', 'own'], 'no template for "schedule": expected optimizer, dataset, model, loss, metric'],
  [['loss', 'MyLoss'], 'name "MyLoss": expected lower-case letters, digits and hyphens'],
  [['loss', 'MyLoss'], '(did you mean "my-loss"?)'],
  [
    ['loss', '@me/1e5'],
    'name "@me/1e5": experiments would read 1e5 as a value and not as a name: choose another, such as my-1e5',
  ],
  [
    ['loss', 'true'],
    'name "true": experiments would read true as a value and not as a name: choose another, such as my-true',
  ],
  [['loss', '@me/'], 'name "@me/": expected'],
  [['loss', '../own'], 'name "../own": expected'],
  [
    ['loss', 'mse'],
    'name "mse": @sharpness-lab/models has a plugin of kind loss with that name: choose another, for example my-mse',
  ],
  [['loss', 'taken'], 'is there already and not empty: choose another name or --out'],
  [['loss', 'file'], 'cannot be made (a file of that name is in the way): choose another name or --out'],
])('new %j is refused, and writes nothing', async (args, message) => {
  const cwd = mkdtempSync(join(folder, 'refused-'));
  mkdirSync(join(cwd, 'taken'));
  for (const path of ['taken/file', 'file']) writeFileSync(join(cwd, path), '');
  const { stdout, stderr, code } = await ended(startIn(cwd, ['new', ...args]));
  expect({ stdout, code }).toEqual({ stdout: '', code: 2 });
  expect(stderr).toMatch(/^error: [^\n]*\n$/);
  expect(stderr).toContain(message);
  expect(readdirSync(cwd, { recursive: true }).sort()).toEqual(['file', 'taken', join('taken', 'file')]);
});
