import { expect, test } from 'vitest';
import { overallProgress } from './overall-progress.ts';

test('progress counts work, steps what was computed, and reused or abandoned work is free', () => {
  const shown: number[][] = [];
  const take = overallProgress(
    new Map([
      ['a', { steps: 100, work: 6 }],
      ['b', { steps: 50, work: 3 }],
      ['c', { steps: 0, work: 0 }],
      ['d', { steps: 10, work: 1 }],
    ]),
    { update: (fraction, steps, free = 0) => shown.push([fraction, steps, free]), stop() {} },
  );
  const progress = (run: string, step: number) => take({ type: 'progress', run, epoch: 0, step, seconds: 0 });
  const fail = (run: string) => take({ type: 'outcome', run, outcome: { status: 'failed', message: '' } });
  progress('a', 50);
  progress('c', 0);
  fail('c');
  progress('a', 100);
  fail('d');
  progress('b', 25);
  fail('b');
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
    new Map([
      ['a', { steps: 100, work: 3 }],
      ['b', { steps: 100, work: 1 }],
    ]),
    {
      update: (fraction, steps, free = 0) => shown.push([fraction, steps, free]),
      stop() {},
    },
  );
  take({ type: 'resumed', run: 'a', epoch: 2, step: 25 });
  take({ type: 'progress', run: 'a', epoch: 4, step: 50, seconds: 0 });
  expect(shown).toEqual([
    [0.1875, 0, 0.1875],
    [0.375, 25, 0.1875],
  ]);
});

test('a run that is not among them is an error', () => {
  const take = overallProgress(new Map(), { update() {}, stop() {} });
  expect(() => take({ type: 'progress', run: 'x', epoch: 0, step: 1, seconds: 0 })).toThrow('there is no run "x"');
});
