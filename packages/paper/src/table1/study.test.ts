import type { FinishedRun, Study } from '@sharpness-lab/studies';
import { expect, test } from 'vitest';
import { table1Study } from './study.ts';

/** Runs as the paper's answers would have them, but for the test accuracy of 1-SAM with bias. */
function runsOf(study: Study, biasAccuracy: number): Record<string, FinishedRun> {
  const runOf = ({ model, init, name, seed = 0 }: Study['experiments'][string]) => {
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
  };
  return Object.fromEntries(Object.entries(study.experiments).map(([key, experiment]) => [key, runOf(experiment)]));
}

const study = table1Study({ scale: 'quick', seeds: 3 });
const verdicts = async (biasAccuracy: number) => {
  const { claims } = await study.conclude(runsOf(study, biasAccuracy));
  return Object.fromEntries(claims.map(({ id, verdict }) => [id, verdict]));
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
