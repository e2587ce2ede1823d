import type { FinishedRun, Study } from '@sharpness-lab/studies';
import { expect, test } from 'vitest';
import { presetAt } from '../presets.ts';
import { figureStudies } from './index.ts';

const study = (name: string, seeds?: number, scale: 'quick' | 'paper' = 'quick') =>
  (figureStudies[name] as (typeof figureStudies)[string])({ scale, seeds });

const needed = ({ experiments }: Study) => Object.values(experiments).map(({ name, seed }) => `${name} ${seed}`);

test('a panel trains what its claims look at, a figure each training once', () => {
  expect(needed(study('fig4a', 1))).toEqual(['fig4a 0']);
  expect(needed(study('fig4b', 2))).toEqual(['fig4b 0', 'fig4b 1', 'fig4a 0', 'fig4a 1']);
  expect(needed(study('fig4', 2))).toEqual(['fig4a 0', 'fig4a 1', 'fig4b 0', 'fig4b 1']);
});

test('without a number of seeds there are as many as the claims ask for', () => {
  const seeds = Object.values(study('fig4b').experiments).filter(({ name }) => name === 'fig4b').length;
  expect(seeds).toBe(5);
});

test('runs are the presets at the scale', () => {
  for (const scale of ['quick', 'paper'] as const) {
    expect(study('fig1b', 1, scale).experiments['fig1b/seed-0']).toEqual({ ...presetAt('fig1b', scale), seed: 0 });
  }
});

/** Runs in which 1-SAM has the accuracy of its seed, and weight decay has accuracy 1. */
const finished = (study: Study, status: FinishedRun['status'] = 'completed') =>
  Object.fromEntries(
    Object.entries(study.experiments).map(([key, { name, seed, phases }]) => [
      key,
      {
        config: { seed, phases },
        status,
        final: {
          'train-accuracy': 1,
          'test-accuracy': name === 'fig4b' ? [0.7, 0.8, 0.75][seed as number] : 1,
          'hessian-trace': name === 'fig4b' ? 22.5 : 80,
          'sharpness-ratio': 1.01,
        },
        measurements: [{ phase: 0, epoch: 100, values: { 'train-accuracy': 0.5 } }],
        parameters: {},
      } as unknown as FinishedRun,
    ]),
  );

test('claims are judged by the runs of their seeds, in pairs', async () => {
  const fig4 = study('fig4', 3);
  const { claims } = await fig4.conclude(finished(fig4));
  const claim = (id: string) => claims.find((each) => each.id === id);
  expect(claim('fig4b/worse-than-weight-decay')?.verdict).toBe('holds');
  expect(claim('fig4b/worse-than-weight-decay')?.values.map(({ label }) => label)).toEqual([
    'seed 0',
    'seed 1',
    'seed 2',
  ]);
  expect(claim('fig4b/worse-than-weight-decay')?.values.map(({ value }) => value.toFixed(2))).toEqual([
    '-0.30',
    '-0.20',
    '-0.25',
  ]);
  expect(claim('fig4b/degrades-after-4000-epochs')).toMatchObject({
    verdict: 'undecided',
    reason: 'shows at paper scale only',
  });
});

test('the table has a line for each phase, over the seeds that completed', async () => {
  const fig4b = study('fig4b', 3);
  const { tables } = await fig4b.conclude(finished(fig4b));
  expect(tables[0]).toMatch(/fig4b, phase 1 +3 of 3 +0\.500 \+- 0\.000 +- /);
  expect(tables[0]).toMatch(/fig4b, phase 2 +3 of 3 +1\.000 \+- 0\.000 +0\.750 \+- 0\.050 +- +- +22\.50 \+- 0\.00/);
  expect(tables[0]).toMatch(/fig4a +3 of 3/);
  const { tables: diverged, claims } = await fig4b.conclude(finished(fig4b, 'diverged'));
  expect(diverged[0]).toMatch(/fig4b, phase 2 +0 of 3 +- +-/);
  expect(new Set(claims.map(({ verdict }) => verdict))).toEqual(new Set(['undecided']));
});

test('figure 2 shows the first layer of its runs', async () => {
  const fig2b = study('fig2b', 1, 'paper');
  const parameters = {
    W1: Float32Array.from([3, -3, 0.5, 1, 1, 2]),
    W2: Float32Array.from([-2, 1]),
    gamma: Float32Array.from([0.5, 1]),
  };
  const runs = Object.fromEntries(Object.entries(finished(fig2b)).map(([key, run]) => [key, { ...run, parameters }]));
  const { tables } = await fig2b.conclude(runs);
  expect(tables[1]?.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
    ['first layer at the end', 'x[1]', 'x[2]', 'x[3:d]', 'norm', 'in the output'],
    ['seed 0, neuron 0', '3.000', '-3.000', '0.500', '4.272', '-1.0000'],
    ['seed 0, neuron 1', '1.000', '1.000', '2.000', '2.449', '1.0000'],
    ['seed 0, column norms', '3.162', '3.162', 'largest other 2.062'],
    [''],
  ]);
});
