import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { ended, startIn } from './fixtures/command.ts';

const folder = mkdtempSync(join(tmpdir(), 'explicit-'));
afterAll(() => rmSync(folder, { recursive: true }));

const sharpness = (...args: string[]) => ended(startIn(folder, args));

/** Writes an experiment on samples that stand in its file. Returns the file's name. */
function fileOf(name: string, targets: readonly unknown[], changes: object = {}): string {
  const inputs = targets.map((_, i) => [Math.sin(i), Math.cos(i)]);
  const file = `${name}.json`;
  const experiment = {
    name,
    dataset: { name: 'explicit', train: { inputs, targets } },
    model: { name: '2-mlp-bias', width: 4 },
    loss: 'mse',
    phases: [{ optimizer: 'sgd', epochs: 2 }],
    metrics: ['loss'],
    ...changes,
  };
  writeFileSync(join(folder, file), JSON.stringify(experiment));
  return file;
}

describe.each(['wasm', 'tfjs'])('targets that the loss or a metric does not take are refused on %s', (engine) => {
  test.each([
    [
      [1, 1, 0, 1],
      { loss: 'logistic' },
      'loss "logistic" takes targets -1 and 1, and training sample 2 has 0: map the classes to -1 and 1, or use a loss of real targets, such as mse',
    ],
    [
      [1, 9, 4],
      { loss: { name: 'logistic', labelSmoothing: 0.2 } },
      'loss "logistic" takes targets -1 and 1, and training sample 1 has 9: map the classes to -1 and 1, or use a loss of real targets, such as mse',
    ],
    [
      [1, 0],
      { metrics: ['loss', 'accuracy'] },
      'metric "accuracy" takes targets above and below 0, and training sample 1 has 0: map the classes to -1 and 1, or leave the metric out',
    ],
    [
      [1, 2, 3],
      { metrics: ['accuracy'] },
      'metric "accuracy" takes targets above and below 0, and all are on one side, as training sample 1 has 2: map the classes to -1 and 1, or leave the metric out',
    ],
  ])('%j %j', async (targets, changes, message) => {
    const run = await sharpness('run', fileOf('refused', targets, changes), '--engine', engine, '--out', 'refused');
    expect(run).toMatchObject({ stdout: '', stderr: `error: ${message}\n`, code: 2 });
    expect(existsSync(join(folder, 'refused'))).toBe(false);
  });
});

test('targets with one number for each class are refused in eleven lines', async () => {
  const file = fileOf(
    'one-hot',
    Array.from({ length: 1000 }, (_, i) => (i % 2 === 0 ? [1, 0] : [0, 1])),
  );
  const { stderr, code } = await sharpness('run', file);
  const lines = stderr.trimEnd().split('\n');
  expect(lines).toHaveLength(11);
  expect(lines[0]).toBe('error: dataset.train.targets.0: expected a number, got [1,0]');
  expect(lines[10]).toBe('and 990 more');
  expect(code).toBe(2);
});

test('show cuts the samples of a run', async () => {
  const file = fileOf(
    'long',
    Array.from({ length: 1000 }, (_, i) => i % 3),
  );
  const { dir } = JSON.parse((await sharpness('run', file, '--json', '--quiet')).stdout) as { dir: string };
  const { stdout } = await sharpness('show', dir);
  expect(stdout.split('\n').length).toBeLessThanOrEqual(20);
  expect(stdout.replaceAll(/\n +/g, ' ')).toContain('… 1,000 in all] targets=[0, 1, 2, … 1,000 in all])');
});

test('a metric that is not a number is warned of once, and shown', async () => {
  mkdirSync(join(folder, 'node_modules'));
  const installed = fileURLToPath(new URL('../../../node_modules/@sharpness-lab', import.meta.url));
  symlinkSync(installed, join(folder, 'node_modules/@sharpness-lab'), 'dir');
  writeFileSync(
    join(folder, 'odd.js'),
    `import { defineMetric, z } from '@sharpness-lab/core';

    export default defineMetric({
      name: 'odd',
      summary: 'not a number',
      options: z.object({}),
      quantities: [{ name: 'odd-ratio', title: 'ratio', scale: 'linear' }],
      create: () => ({ measure: () => ({ 'odd-ratio': 0 / 0 }) }),
    });`,
  );
  const file = fileOf('odd', [1, -1], { metrics: ['odd', 'loss'], measure: { every: 1 }, plugins: ['./odd.js'] });
  const { stdout, stderr, code } = await sharpness('run', file, '--quiet');
  expect(stderr).toBe(
    'warning: metric "odd" measured NaN as "odd-ratio" after epoch 0, where the training loss is finite: it is recorded as NaN, and the run goes on\n',
  );
  expect(code).toBe(0);
  expect(stdout).toMatch(/^odd-ratio +NaN +NaN/m);
  const dir = stdout.trimEnd().split('\n').at(-1) as string;
  expect((await sharpness('show', dir)).stdout).toMatch(/^odd-ratio +NaN +NaN/m);
  const { result } = JSON.parse((await sharpness('show', dir, '--json')).stdout);
  expect(result.final.nonFinite).toEqual({ 'odd-ratio': 'NaN' });
});
