import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ended, startIn, tiny } from './fixtures/command.ts';

const root = mkdtempSync(join(tmpdir(), 'sharpness-plot-'));
afterAll(() => rmSync(root, { recursive: true }));

const runs = join(root, 'runs');
const sharpness = (...args: string[]) => ended(startIn(root, args));
let folder = '';
const plot = (...args: string[]) => ended(startIn(folder, ['plot', ...args]));

/** The error of tiny-lab.js halves with every step of learning rate 0.25 and stays with none: three seeds of each. */
beforeAll(async () => {
  writeFileSync(join(root, 'tiny.json'), JSON.stringify(tiny));
  for (const change of ['seed=0', 'seed=1', 'phases.0.optimizer.learningRate=0'])
    expect((await sharpness('run', 'tiny.json', change, '--quiet')).code).toBe(0);
});

beforeEach(() => {
  folder = mkdtempSync(join(root, 'pictures-'));
});

/** All data of a specification. */
const dataOf = (path: string) => JSON.stringify(JSON.parse(readFileSync(join(folder, path), 'utf8')));
const seed0 = () => join(runs, readdirSync(runs).find((name) => name.startsWith('tiny-s0')) as string);

test('a folder of runs becomes a picture, and its specification beside it', async () => {
  const { stdout, stderr, code } = await plot(runs);
  expect({ stdout, stderr, code }).toEqual({ stdout: 'tiny.svg\ntiny.vl.json\n', stderr: '', code: 0 });
  expect(readdirSync(folder).sort()).toEqual(['tiny.svg', 'tiny.vl.json']);
  const svg = readFileSync(join(folder, 'tiny.svg'), 'utf8');
  expect(svg).toMatch(/^<svg /);
  for (const text of ['>learning rate<', '>0<', '>0.25<', '>error 1 - w<', '>epoch (log scale with 0)<'])
    expect(svg).toContain(text);
  expect(svg).not.toContain('phases.0');
  // Two seeds with the same error make a mean with a band of no height.
  expect(dataOf('tiny.vl.json')).toContain('"x":4,"y":0.0625,"low":0.0625');
  expect(dataOf('tiny.vl.json')).toContain('"$schema":"https://vega.github.io/schema/vega-lite/v6.json"');
});

test('what is drawn, over what and how it looks can be chosen; what was there is written over', async () => {
  writeFileSync(join(folder, 'a.png'), 'old');
  const options = ['--x', 'step', '--y', 'error', '--theme', 'dark', '--title', 'Errors & steps', '--out', 'a.png'];
  const { stdout, code } = await plot(seed0(), ...options);
  expect({ stdout, code }).toEqual({ stdout: 'a.png\na.vl.json\n', code: 0 });
  expect(readFileSync(join(folder, 'a.png')).subarray(1, 4).toString()).toBe('PNG');
  const spec = JSON.parse(readFileSync(join(folder, 'a.vl.json'), 'utf8')) as Record<string, unknown>;
  expect(spec).toMatchObject({ title: 'Errors & steps', background: '#0d1117' });
  expect(dataOf('a.vl.json')).toContain('"title":"step (log scale with 0)"');
});

test('a scatter plot has a point for each run, over an option or a metric', async () => {
  const over = (x: string) => plot(runs, '--kind', 'scatter', '--x', x, '--y', 'error');
  expect((await over('phases.0.optimizer.learningRate')).stdout).toBe('tiny.svg\ntiny.vl.json\n');
  // Four steps that halve the error, and four that do not change it.
  for (const point of ['"x":0.25,"y":0.0625', '"x":0,"y":1']) expect(dataOf('tiny.vl.json')).toContain(point);
  expect(dataOf('tiny.vl.json')).toContain('"title":"learning rate"');
  expect((await over('error')).code).toBe(0);
  expect(dataOf('tiny.vl.json')).toContain('"x":0.0625,"y":0.0625');
});

test('a specification alone is one file', async () => {
  expect((await plot(seed0(), '--out', 'only.json')).stdout).toBe('only.json\n');
  expect(readdirSync(folder)).toEqual(['only.json']);
});

test('a page has the picture, its specification and its data inside', async () => {
  expect((await plot(seed0(), '--out', 'one.html')).stdout).toBe('one.html\n');
  const page = readFileSync(join(folder, 'one.html'), 'utf8');
  expect(page).toContain('<svg ');
  expect(page).toContain('"spec":{');
  expect(page).not.toMatch(/\b(src|href)="(?!#)/);
});

test('a figure of the paper becomes a folder of pictures', async () => {
  const { stdout, stderr, code } = await plot('--figure', 'fig3');
  const files = ['figures/fig3-circle.svg', 'figures/fig3-circle.vl.json', 'figures/fig3-circle.png'];
  expect({ stdout, stderr, code }).toEqual({ stdout: files.map((file) => `${file}\n`).join(''), stderr: '', code: 0 });
  expect(readdirSync(join(folder, 'figures')).sort()).toEqual(files.map((file) => file.slice(8)).sort());
});

test.each([
  [['--figure', 'fig44'], 'unknown study "fig44" (did you mean "fig4"?)'],
  [['--figure', 'fig1'], 'reproduce fig1" trains them'],
  [['--figure', 'fig3', '--y', 'error'], "option '--figure <name>' cannot be used with option '--y <metrics>'"],
  [['--kind', 'columns'], '--kind columns: expected the folder of one run, got 3 runs'],
  [['--y', 'eror'], '--y: these runs have not measured "eror" (did you mean "error"?)'],
  [['--y', 'top-eigenvalue'], '--y: these runs have not measured "top-eigenvalue": expected some of error'],
  [['--out', 'a.pgn'], '--out: a.pgn has no known format (did you mean ".png"?): expected a name that ends in'],
  [
    ['--out', 'nowhere/a.svg'],
    'nowhere/a.svg cannot be written (there is no such file or folder): choose another --out',
  ],
  [['--x', 'steps'], '--x: curves are drawn over epoch, step, time, not over "steps" (did you mean "step"?)'],
  [['--kind', 'scatter'], 'these runs have no quantity and no numeric option "hessian-trace": expected one of error, '],
  [
    ['--kind', 'scatter', '--x', 'learningRate', '--y', 'error'],
    'no quantity and no numeric option "learningRate" (did you mean "phases.0.optimizer.learningRate"?)',
  ],
  [['--kind', 'scatter', '--y', 'error,loss'], '--kind scatter: expected one name for --y, got error,loss'],
  [['--kind', 'curve'], "option '--kind <kind>' argument 'curve' is invalid."],
  [['--y', 'error,'], "argument 'error,' is invalid. Expected names with a comma"],
])('%j is refused', async (options, reason) => {
  const { stdout, stderr, code } = await plot(runs, ...options);
  expect({ stdout, code }).toEqual({ stdout: '', code: 2 });
  expect(stderr).toMatch(/^error: /);
  expect(stderr).toContain(reason);
  expect(readdirSync(folder)).toEqual([]);
});

test('runs that cannot be found or read are named', async () => {
  expect(await plot('nowhere')).toMatchObject({
    stderr: 'error: nowhere does not exist: expected a run\'s folder or a folder of runs, such as "runs"\n',
    code: 2,
  });
  const damaged = mkdtempSync(join(root, 'damaged-'));
  writeFileSync(join(damaged, 'config.json'), '{');
  const { stdout, stderr, code } = await plot(root, seed0());
  expect({ stdout, code }).toEqual({ stdout: 'tiny.svg\ntiny.vl.json\n', code: 0 });
  expect(stderr).toBe(
    `warning: left out: ${damaged} cannot be read, because of its config.json (it is damaged); the same "sharpness run" that began it continues it\n`,
  );
  expect(await plot(damaged)).toMatchObject({ stdout: '', code: 2 });
  expect(existsSync(join(damaged, 'config.json'))).toBe(true);
});
