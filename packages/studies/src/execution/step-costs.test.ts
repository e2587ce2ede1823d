import { describe, expect, test } from 'vitest';
import { trainingLab } from '../fixtures/lab.ts';
import { estimateSeconds, makespan } from './step-costs.ts';

describe('makespan', () => {
  test.each([
    [[], 2, 0],
    [[5], 2, 5],
    [[4, 4, 4], 2, 8],
    [[5, 3, 2], 2, 5],
    [[1, 2, 3], 1, 6],
  ])('of %j on %i threads is %i', (seconds, threads, expected) => {
    expect(makespan(seconds, threads)).toBe(expected);
  });
});

test('estimates grow with the steps, and runs without training cost next to nothing', async () => {
  const lab = trainingLab();
  const small = {
    dataset: { name: 'xor', dimension: 6, trainSize: 10, testSize: 10 },
    model: { name: '2-mlp-bias', width: 8 },
    init: 'uniform-fan-in',
    loss: 'mse',
  };
  const training = (epochs: number) =>
    lab.plan(lab.resolve({ ...small, phases: [{ optimizer: { name: 'sgd', learningRate: 0.01 }, epochs }] }));
  const runs = new Map([
    ['none', lab.plan(lab.resolve({ ...small, phases: [] }))],
    ['some', training(1e6)],
    ['twice', training(2e6)],
  ]);
  const seconds = await estimateSeconds(runs, undefined);
  const [none = 0, some = 0, twice = 0] = ['none', 'some', 'twice'].map((run) => seconds.get(run));
  expect(none).toBeLessThan(1);
  expect(some).toBeGreaterThan(none);
  // One measurement serves both runs, so that their ratio is exact.
  expect((twice - none) / (some - none)).toBeCloseTo(2, 9);
});
