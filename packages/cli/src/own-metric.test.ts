import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ended, startIn } from './fixtures/command.ts';

const folder = mkdtempSync(join(tmpdir(), 'own-metric-'));
afterAll(() => rmSync(folder, { recursive: true }));

const sharpness = (...args: string[]) => ended(startIn(folder, args));

/** What nobody here knows: a quantity with a unit, estimated, a lower bound of it, and arrays of both sizes. */
const plugin = `
import { defineMetric, z } from '@sharpness-lab/core';

export default defineMetric({
  name: 'heat',
  summary: 'the heat of a network, which nobody else measures',
  options: z.object({}),
  quantities: [
    { name: 'heat-flow', title: 'heat flow Q', unit: 'W/m²', scale: 'log', better: 'lower', range: { min: 0 } },
    { name: 'heat-bound', title: 'least heat', scale: 'log', overview: false, lowerBoundOf: ['heat-flow'] },
    { name: 'heat-spectrum', title: 'spectrum of heat', unit: 'W', scale: 'linear' },
    { name: 'heat-map', title: 'map of heat', scale: 'linear' },
  ],
  create: () => ({
    measure: ({ meanLoss }) => ({
      'heat-flow': { value: 1000 * meanLoss('train'), standardError: 125, converged: meanLoss('train') < 0.7, products: 9 },
      'heat-bound': 42,
      'heat-spectrum': [3, 1, 0.5],
      'heat-map': { shape: [2, 600], values: Array.from({ length: 1200 }, (_, k) => k / 3) },
    }),
  }),
});
`;

const experiment = {
  name: 'warm',
  dataset: { name: 'xor', dimension: 4, trainSize: 12, testSize: 20 },
  model: { name: '2-mlp-bias', width: 6 },
  metrics: ['loss', 'heat'],
  measure: { every: 10 },
  phases: [{ optimizer: { name: 'sgd', learningRate: 0.01 }, epochs: 60 }],
  plugins: ['./heat.ts'],
};

let printed = '';
let dir = '';

beforeAll(async () => {
  mkdirSync(join(folder, 'node_modules'));
  const installed = fileURLToPath(new URL('../../../node_modules/@sharpness-lab', import.meta.url));
  symlinkSync(installed, join(folder, 'node_modules/@sharpness-lab'), 'dir');
  writeFileSync(join(folder, 'heat.ts'), plugin);
  writeFileSync(join(folder, 'warm.json'), JSON.stringify(experiment));
  const described = await sharpness('describe', 'heat', '--plugin', './heat.ts');
  expect(described.stdout).toMatch(/^heat-flow +heat flow Q \(W\/m²\) +log +lower$/m);
  const { stdout, stderr, code } = await sharpness('run', 'warm.json', '--quiet');
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  printed = stdout;
  dir = join('runs', readdirSync(join(folder, 'runs'))[0] as string);
  // From here on nobody can ask it any more.
  rmSync(join(folder, 'heat.ts'));
});

describe('a metric of somebody else, whose plugin is gone', () => {
  test('was told of with its unit, its error and its arrays', async () => {
    expect(printed).toMatch(/^heat-flow \(W\/m²\) +\S+ +\S+ ± 125/m);
    expect(printed).toMatch(/^heat-spectrum \(W\) +- +3 numbers/m);
    expect(printed).toMatch(/^heat-map +- +2 x 600 numbers/m);
    expect((await sharpness('show', dir)).stdout).toMatch(/^heat-flow \(W\/m²\) +\S+ +\S+ ± 125/m);
  });

  test('has its title, unit and scale, its band, its bound, and circles where it has not converged, in a chart', async () => {
    expect(await sharpness('plot', dir, '--out', 'warm.json')).toMatchObject({ code: 0, stderr: '' });
    const spec = JSON.parse(readFileSync(join(folder, 'warm.json'), 'utf8'));
    const [losses, heat] = spec.concat;
    expect(spec.concat).toHaveLength(2);
    expect(losses.encoding.y.title).toBe('loss L');
    expect([heat.encoding.y.title].flat().join(' ')).toBe(
      'heat flow Q (W/m²), ±\u00a0standard error, ○\u00a0not converged',
    );
    expect(heat.encoding.y.scale.type).toBe('log');
    const rows = heat.data.values as { y: number; low: number; high: number; converged?: boolean }[];
    expect(rows).toHaveLength(7);
    for (const { y, low, high } of rows)
      expect([y - low, high - y]).toEqual([125, 125].map((x) => expect.closeTo(x, 9)));
    expect(rows.map(({ converged }) => converged)).toContain(false);
    expect(JSON.stringify(heat)).toContain('lower bound 42');
    const svg = await sharpness('plot', dir, '--out', 'warm.svg');
    expect(svg.code).toBe(0);
    expect(readFileSync(join(folder, 'warm.svg'), 'utf8')).toContain('heat flow Q (W/m²)');
  });

  test('has its title, unit and scale in a report', async () => {
    expect(await sharpness('report', 'runs', '--out', 'report.html')).toMatchObject({ code: 0, stderr: '' });
    const page = readFileSync(join(folder, 'report.html'), 'utf8');
    const visible = page.replaceAll(/<script\b[\s\S]*?<\/script>/g, '').replaceAll(/<[^>]*>/g, ' ');
    expect(visible.replaceAll(/\s+/g, ' ')).toMatch(/heat flow Q \(W\/m²\) heat-flow \S+ ± 125/);
    expect(visible).toMatch(/map of heat\s+heat-map\s+2 x 600 numbers in arrays\/heat-map-epoch-000000060\.csv/);
    const [spec] = page.match(/<script type="application\/json">[\s\S]*?<\/script>/) ?? [];
    expect(spec).toContain('heat flow Q (W/m²)');
  });

  test('has its arrays in the line, or in a file of comma-separated values', () => {
    const lines = readFileSync(join(folder, dir, 'metrics.jsonl'), 'utf8')
      .trimEnd()
      .split('\n');
    const last = JSON.parse(lines.at(-1) as string);
    expect(last).toMatchObject({
      format: 1,
      uncertainty: { 'heat-flow': { standardError: 125, products: 9 } },
      arrays: {
        'heat-spectrum': { shape: [3], values: [3, 1, 0.5] },
        'heat-map': { shape: [2, 600], file: 'arrays/heat-map-epoch-000000060.csv' },
      },
    });
    const [heading, , second] = readFileSync(join(folder, dir, last.arrays['heat-map'].file), 'utf8').split('\n');
    expect(heading).toMatch(/^c1,c2,.*,c600$/);
    expect(second?.split(',').map(Number)).toEqual(Array.from({ length: 600 }, (_, k) => (600 + k) / 3));
  });
});
