import type { ExperimentInput } from '@sharpness-lab/core';
import { expect, test } from 'vitest';
import { keyed } from './keyed.ts';
import type { FinishedRun } from './study.ts';

const settings = [
  { width: 4, seed: 0 },
  { width: 8, seed: 0 },
  { width: 4, seed: 1 },
] as const;
const experimentOf = ({ width, seed }: (typeof settings)[number]) =>
  ({ model: { name: 'mlp', width }, seed }) as unknown as ExperimentInput;
const nets = keyed(settings, ({ width, seed }) => `width-${width}/seed-${seed}`, experimentOf);

test('each setting has an experiment under its key', () => {
  expect(nets.experiments['width-8/seed-0']).toEqual({ model: { name: 'mlp', width: 8 }, seed: 0 });
  expect(Object.keys(nets.experiments)).toHaveLength(3);
});

test('runs are joined by key, in whichever order they come', () => {
  const loss = (value: number) => ({ final: { loss: value } }) as unknown as FinishedRun;
  const joined = nets.join({ 'width-4/seed-1': loss(3), 'width-8/seed-0': loss(2), 'width-4/seed-0': loss(1) });
  expect(joined.map(({ width, seed, run }) => [width, seed, run.final.loss])).toEqual([
    [4, 0, 1],
    [8, 0, 2],
    [4, 1, 3],
  ]);
});

test('a missing run and a key of two settings are errors', () => {
  expect(() => nets.join({})).toThrow('the study has no run "width-4/seed-0"');
  expect(() => keyed(settings, ({ width }) => `width-${width}`, experimentOf)).toThrow('the same key');
});
