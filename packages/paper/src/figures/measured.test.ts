import type { FinishedRun } from '@sharpness-lab/studies';
import { expect, test } from 'vitest';
import type { RunsOfSeed } from './figure-claim.ts';
import { atEndOfPhase, atEpoch, atStart, difference, metric, ratio, unlessFitted } from './measured.ts';

/** A run with measurements [phase, epoch], whose accuracy is a hundredth of the epoch. */
const run = (...points: readonly (readonly [phase: number, epoch: number])[]) =>
  ({
    final: { 'test-accuracy': 0.5, 'train-accuracy': 0.98 },
    measurements: points.map(([phase, epoch]) => ({ phase, epoch, values: { 'test-accuracy': epoch / 100 } })),
  }) as unknown as FinishedRun;

test('the nearest measurement stands for an epoch, within a quarter of it', () => {
  const measured = run([0, 0], [0, 10], [0, 36], [1, 47], [1, 90]);
  expect(atEpoch(40)(measured)).toEqual({ 'test-accuracy': 0.36 });
  expect(atEpoch(45)(measured)).toEqual({ 'test-accuracy': 0.47 });
  expect(atEpoch(120)(measured)).toEqual({ 'test-accuracy': 0.9 });
  expect(atEpoch(121)(measured)).toBeUndefined();
  expect(atEpoch(20)(measured)).toBeUndefined();
  expect(atEpoch(20)(run())).toBeUndefined();
});

test('a phase ends with its last measurement; the start is before the first step', () => {
  const measured = run([0, 0], [0, 10], [0, 20], [1, 30]);
  expect(atEndOfPhase(0)(measured)).toEqual({ 'test-accuracy': 0.2 });
  expect(atEndOfPhase(1)(measured)).toEqual({ 'test-accuracy': 0.3 });
  expect(atEndOfPhase(2)(measured)).toBeUndefined();
  expect(atStart(measured)).toEqual({ 'test-accuracy': 0 });
  expect(atStart(run([0, 10]))).toBeUndefined();
});

test('comparisons are undefined where a side is', () => {
  const runs: RunsOfSeed = (figure) => (figure === 'a' ? run() : run([0, 20]));
  const accuracy = metric('test-accuracy', 'a');
  const early = metric('test-accuracy', 'b', atEndOfPhase(0));
  expect(difference(accuracy, early)(runs)).toBeCloseTo(0.3, 12);
  expect(ratio(accuracy, early)(runs)).toBeCloseTo(2.5, 12);
  const missing = metric('test-accuracy', 'a', atEndOfPhase(0));
  expect(difference(accuracy, missing)(runs)).toBeUndefined();
  expect(ratio(missing, accuracy)(runs)).toBeUndefined();
});

test('a run that has not fitted its training set is objected to by name', () => {
  expect(unlessFitted('fig4b')(() => run())).toBe('fig4b has training accuracy 0.980, not fitted');
  expect(unlessFitted('fig4b', atStart)(() => run([0, 0]))).toBeUndefined();
});
