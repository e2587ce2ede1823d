import { expect, test } from 'vitest';
import { madeUpRun } from './fixtures/contents.ts';
import { thinned } from './thin.ts';

const runs = [0, 1].map((seed) => madeUpRun('long', seed, 1000));
const group = { label: 'long', config: madeUpRun('long', 0).config, runs };
const epochs = (thin: typeof group) => thin.runs.map(({ measurements }) => measurements.map(({ epoch }) => epoch));

test('a long run keeps so many points, evenly, with both ends, and the same for all seeds', () => {
  const [first, second] = epochs(thinned(group, 10) as typeof group);
  expect(first).toEqual([0, 111, 222, 333, 444, 555, 666, 777, 888, 999]);
  expect(second).toEqual(first);
});

test('a short one stays as it is', () => {
  expect(thinned(group, 1000)).toEqual(group);
});

test('the ends of phases stay', () => {
  const twoPhases = runs.map((run) => ({
    ...run,
    measurements: run.measurements.map((point) => ({ ...point, phase: point.epoch < 501 ? 0 : 1 })),
  }));
  const [first] = epochs(thinned({ ...group, runs: twoPhases }, 6) as typeof group);
  expect(first).toEqual([0, 333, 500, 501, 666, 999]);
});
