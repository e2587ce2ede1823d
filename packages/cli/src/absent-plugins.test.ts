import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ended, startIn } from './fixtures/command.ts';

const folder = mkdtempSync(join(tmpdir(), 'absent-'));
afterAll(() => rmSync(folder, { recursive: true }));

const sharpness = (...args: string[]) => ended(startIn(folder, args));

const model = `
import { defineModel, z } from '@sharpness-lab/core';
export default defineModel({
  name: 'own-net',
  summary: 'a two-layer tanh network',
  options: z.object({ width: z.int() }),
  create: ({ width }) => ({
    parameters: (dimension) => ({
      W1: { shape: [width, dimension], layer: 1, fanIn: dimension },
      W2: { shape: [1, width], layer: 2, fanIn: width },
    }),
    forward: (tf, { W1, W2 }, inputs) =>
      tf.reshape(tf.matMul(tf.tanh(tf.matMul(inputs, W1, false, true)), W2, false, true), [-1]),
  }),
});
`;

const metric = `
import { defineMetric, z } from '@sharpness-lab/core';
export default defineMetric({
  name: 'heat',
  summary: 'a thousand times the loss',
  options: z.object({}),
  quantities: [{ name: 'heat-flow', title: 'heat flow Q', scale: 'log' }],
  create: () => ({ measure: ({ meanLoss }) => ({ 'heat-flow': 1000 * meanLoss('train') }) }),
});
`;

const experiment = {
  name: 'plain',
  dataset: { name: 'xor', dimension: 5, trainSize: 12, testSize: 20 },
  model: { name: '2-mlp-bias', width: 8 },
  metrics: ['loss', 'accuracy'],
  phases: [{ optimizer: { name: 'sgd', learningRate: 0.01 }, epochs: 20 }],
};

/** A run of built-in plugins, one with a model of its own and one with a metric of its own, whose files are gone. */
const runs = { plain: '', net: '', heat: '' };
beforeAll(async () => {
  mkdirSync(join(folder, 'node_modules'));
  const installed = fileURLToPath(new URL('../../../node_modules/@sharpness-lab', import.meta.url));
  symlinkSync(installed, join(folder, 'node_modules/@sharpness-lab'), 'dir');
  writeFileSync(join(folder, 'net.ts'), model);
  writeFileSync(join(folder, 'heat.ts'), metric);
  writeFileSync(join(folder, 'plain.json'), JSON.stringify(experiment));
  for (const changes of [
    [],
    ['name=net', 'model={name: own-net, width: 8}', '--plugin', './net.ts'],
    ['name=heat', 'metrics=[loss, accuracy, heat]', '--plugin', './heat.ts'],
  ]) {
    const { stderr, code } = await sharpness('run', 'plain.json', ...changes, '--quiet');
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  }
  for (const name of ['net.ts', 'heat.ts']) rmSync(join(folder, name));
  for (const dir of readdirSync(join(folder, 'runs'))) {
    runs[dir.slice(0, dir.indexOf('-')) as keyof typeof runs] = join('runs', dir);
  }
}, 60_000);

const absent = (name: string) => `plugin "${join(folder, name)}": there is no file or folder ${join(folder, name)}`;

describe('runs whose plugins are absent', () => {
  test('show tells of them', async () => {
    for (const dir of [runs.net, runs.heat])
      expect(await sharpness('show', dir)).toMatchObject({ stderr: '', code: 0 });
    expect((await sharpness('show', runs.net)).stdout).toMatch(/^model +own-net width=8$/m);
    expect((await sharpness('show', runs.heat)).stdout).toMatch(/^heat-flow /m);
  });

  test('compare puts them beside others', async () => {
    const { stdout, stderr, code } = await sharpness('compare', 'runs');
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    expect(stdout).toContain('own-net');
    expect(stdout).toMatch(/^heat-flow /m);
  });

  test('report has their curves and numbers', async () => {
    const { stderr, code } = await sharpness('report', 'runs');
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    const page = readFileSync(join(folder, 'report.html'), 'utf8');
    for (const text of ['Learning curves of net', 'Learning curves of heat', 'heat flow Q'])
      expect(page).toContain(text);
  });

  test('plot draws their curves, beside others', async () => {
    const { stderr, code } = await sharpness('plot', 'runs', '--out', 'all.json');
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    const spec = readFileSync(join(folder, 'all.json'), 'utf8');
    for (const text of ['heat flow Q', '"net"', '"plain"']) expect(spec).toContain(text);
  });

  test.each(['columns', 'neurons'])('plot --kind %s takes the weights alone', async (kind) => {
    for (const dir of [runs.net, runs.heat]) {
      const { stderr, code } = await sharpness('plot', dir, '--kind', kind, '--out', `${kind}.json`);
      expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
      expect(readFileSync(join(folder, `${kind}.json`), 'utf8')).toContain('"values"');
    }
  });

  test('plot --kind activations takes the model and the data alone, and is refused where one of them is absent', async () => {
    const drawn = await sharpness('plot', runs.heat, '--kind', 'activations', '--out', 'heat.json');
    expect(drawn).toMatchObject({ stderr: '', code: 0 });
    const refused = await sharpness('plot', runs.net, '--kind', 'activations', '--out', 'net.json');
    expect(refused).toMatchObject({
      stdout: '',
      stderr: `error: --kind activations: the network of ${runs.net} cannot be made anew: ${absent('net.ts')}\n`,
      code: 2,
    });
  });

  test('plot --kind line measures the metrics of the first run, and is refused where one of them is absent', async () => {
    const drawn = await sharpness('plot', runs.plain, runs.heat, '--kind', 'line', '--out', 'line.json');
    expect(drawn).toMatchObject({ stderr: '', code: 0 });
    const refused = await sharpness('plot', runs.heat, runs.plain, '--kind', 'line', '--out', 'no.json');
    expect(refused).toMatchObject({
      stdout: '',
      stderr: `error: nothing can be measured between the networks of ${runs.heat} and ${runs.plain}: ${absent('heat.ts')}\n`,
      code: 2,
    });
  });

  test('plot --figure passes over them', async () => {
    const { stderr, code } = await sharpness('plot', '--figure', 'fig6b', 'runs');
    expect({ stderr, code }).toEqual({
      stderr: 'error: no run of fig6b is in runs: "sharpness reproduce fig6b" trains them\n',
      code: 2,
    });
  });
});
