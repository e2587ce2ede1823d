import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { presetAt } from '@sharpness-lab/paper';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { composeLab } from '../packages.ts';
import { figurePictures } from './figure.ts';

const lab = await composeLab();
const finished = fileURLToPath(new URL('../../../../tests/fixtures/runs-0.1.0/tiny-s0-e7f86f3493c9', import.meta.url));

const root = mkdtempSync(join(tmpdir(), 'figure-'));
afterAll(() => rmSync(root, { recursive: true }));

let folder = '';
const warnings: string[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(root, 'runs-'));
  warnings.length = 0;
});

/** The measurements of a small run under the configuration of a panel of the paper, with changes of its configuration. */
function recorded(dir: string, panel: string, overrides: readonly (readonly [string, unknown])[] = [], more = {}) {
  cpSync(finished, join(folder, dir), { recursive: true });
  const config = lab.resolve(presetAt(panel, 'quick'), overrides);
  writeFileSync(join(folder, dir, 'config.json'), JSON.stringify({ ...config, ...more }));
}

const chartsOf = (figure: string) => figurePictures(figure, [folder], (message) => warnings.push(message));
const rowsOf = async (figure: string, name: string) =>
  (await chartsOf(figure)).find((chart) => chart.name === name)?.table.rows ?? [];

test('a figure is drawn from the runs of its study, with any seed and by any name', async () => {
  recorded('a', 'fig6b');
  recorded('b', 'fig6b', [['seed', 7]]);
  recorded('c', 'fig6b', [
    ['seed', 8],
    ['name', 'my-own'],
  ]);
  const [chart, ...others] = await chartsOf('fig6b');
  expect(others).toEqual([]);
  expect(chart?.name).toBe('fig6b-curves');
  expect(chart?.description).toContain('fig6b: mean over 3 seeds');
  expect(warnings).toEqual([]);
});

test('a run with other options is left out, with the first difference in a line', async () => {
  recorded('a', 'fig6b');
  recorded('b', 'fig6b', [['phases.*.optimizer', { name: 'sgd', learningRate: 0.01 }]]);
  recorded('c', 'fig6b', [['model.width', 50]]);
  recorded('d', 'fig6b', [['dataset', 'unit-circle']]);
  const alone = await chartsOf('fig6b');
  expect(alone.map(({ description }) => description)).toEqual([expect.stringContaining('fig6b: seed 0 (diverged).')]);
  expect(warnings).toEqual([
    `left out: ${folder}/b is no run of fig6b: its phases.0.optimizer is sgd, which is 1-sam there`,
    `left out: ${folder}/c is no run of fig6b: its model.width is 50, which is 500 there`,
    `left out: ${folder}/d is no run of fig6b: its dataset is unit-circle, which is xor there`,
  ]);
});

test('runs of plugins that are not loaded do not matter to a figure', async () => {
  recorded('a', 'fig6b');
  recorded('b', 'fig6b', [], { metrics: [{ name: 'loss' }, { name: 'heat' }], plugins: ['/nowhere/heat.ts'] });
  recorded('c', 'fig4b', [], { model: { name: 'of-a-plugin' }, name: 'own', plugins: ['/nowhere/net.ts'] });
  expect((await chartsOf('fig6')).map(({ name }) => name)).toEqual(['fig6b-curves']);
  expect(warnings).toEqual([`left out: ${folder}/b is no run of fig6: its metrics.1 is heat, which is accuracy there`]);
});

test('both scales are drawn, and told apart by their epochs', async () => {
  recorded('quick', 'fig6a');
  recorded('paper', 'fig6a', [['phases.*.epochs', 100_000]]);
  const curves = new Set((await rowsOf('fig6a', 'fig6a-curves')).map((row) => row[1]));
  expect(curves).toEqual(new Set(['10000', '100000']));
  expect(warnings).toEqual([]);
});

test('a run of an earlier version belongs to its figure: options that were not there yet have their defaults', async () => {
  recorded('old', 'fig6b');
  const path = join(folder, 'old/config.json');
  const config = JSON.parse(readFileSync(path, 'utf8'));
  for (const phase of config.phases) delete phase.keepState;
  config.metrics = config.metrics.map(({ name }: { name: string }) => ({ name }));
  writeFileSync(path, JSON.stringify(config));
  expect((await chartsOf('fig6b')).map(({ name }) => name)).toEqual(['fig6b-curves']);
  expect(warnings).toEqual([]);
});

test('a figure that none of the runs belongs to is refused', async () => {
  recorded('b', 'fig6b', [['model.width', 50]]);
  await expect(chartsOf('fig6b')).rejects.toThrow(
    `no run of fig6b is in ${folder}: "sharpness reproduce fig6b" trains them`,
  );
  expect(warnings).toHaveLength(1);
});
