import { expect, test } from 'vitest';
import { overallProgress } from './overall-progress.ts';

test('progress counts work, steps what was computed, and reused or abandoned work is free', () => {
  const shown: number[][] = [];
  const take = overallProgress(
    [
      { steps: 100, work: 6 },
      { steps: 50, work: 3 },
      { steps: 0, work: 0 },
      { steps: 10, work: 1 },
    ],
    { update: (fraction, steps, free = 0) => shown.push([fraction, steps, free]), stop() {} },
  );
  const progress = (run: number, step: number) => take({ type: 'progress', run, epoch: 0, step, seconds: 0 });
  const fail = (run: number) => take({ type: 'outcome', run, outcome: { status: 'failed', message: '' } });
  progress(0, 50);
  progress(2, 0);
  fail(2);
  progress(0, 100);
  fail(3);
  progress(1, 25);
  fail(1);
  expect(shown).toEqual([
    [0.3, 50, 0],
    [0.3, 50, 0],
    [0.3, 50, 0],
    [0.6, 100, 0],
    [0.7, 100, 0.1],
    [0.85, 125, 0.1],
    [1, 125, 0.25],
  ]);
});

test('what a run goes on from is free', () => {
  const shown: number[][] = [];
  const take = overallProgress(
    [
      { steps: 100, work: 3 },
      { steps: 100, work: 1 },
    ],
    {
      update: (fraction, steps, free = 0) => shown.push([fraction, steps, free]),
      stop() {},
    },
  );
  take({ type: 'resumed', run: 0, epoch: 2, step: 25 });
  take({ type: 'progress', run: 0, epoch: 4, step: 50, seconds: 0 });
  expect(shown).toEqual([
    [0.1875, 0, 0.1875],
    [0.375, 25, 0.1875],
  ]);
});
