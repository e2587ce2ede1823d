import { expect, test } from 'vitest';
import type { FinishedRun, Study } from '../claims/index.ts';
import { table1Study } from './study.ts';

/** Runs with the paper's answers except for the test accuracy of 1-SAM with bias. */
function runsOf(study: Study, biasAccuracy: number): FinishedRun[] {
  return study.runs.map(({ model, init, name, seed = 0 }) => {
    const memorizing = init === 'memorizing';
    const bias = name === 'table1-fig4b';
    return {
      config: { model } as never,
      status: 'completed',
      final: {
        'train-accuracy': 1,
        'train-loss': memorizing ? 1e-9 : 0.001,
        'test-accuracy': memorizing ? 0 : bias ? biasAccuracy + 0.001 * seed : 0.98 + 0.001 * seed,
        'hessian-trace': init === 'generalizing' ? 40 : 22.27,
        'sharpness-bound': 22.27,
        'sharpness-ratio': 1.00001,
      },
      measurements: [],
      parameters: {},
      data: {} as never,
    } satisfies FinishedRun;
  });
}

const study = table1Study({ scale: 'quick', seeds: 3 });
const verdicts = async (biasAccuracy: number) => {
  const { outcomes } = await study.conclude(runsOf(study, biasAccuracy));
  return Object.fromEntries(outcomes.map(({ id, verdict }) => [id, verdict]));
};

test('eight answers hold when they are the paper’s', async () => {
  const all = await verdicts(0.75);
  expect(Object.keys(all)).toHaveLength(8);
  expect(new Set(Object.values(all))).toEqual(new Set(['holds']));
});

test('the opposite answer fails, and one between them is undecided', async () => {
  expect((await verdicts(0.98))['table1/bias/1-sam']).toBe('fails');
  expect((await verdicts(0.9))['table1/bias/1-sam']).toBe('undecided');
});
