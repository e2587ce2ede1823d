import { expect, test } from 'vitest';
import { fewerMeasurements } from './fewer-measurements.ts';
import { madeUpRun } from './fixtures/contents.ts';

const runs = [0, 1].map((seed) => madeUpRun('long', seed, 1000));
const group = { label: 'long', config: madeUpRun('long', 0).config, runs };
const epochs = (thin: typeof group) => thin.runs.map(({ measurements }) => measurements.map(({ epoch }) => epoch));

test('a long run keeps so many points, evenly, with both ends, and the same for all seeds', () => {
  const [first, second] = epochs(fewerMeasurements(group, 10) as typeof group);
  expect(first).toEqual([0, 111, 222, 333, 444, 555, 666, 777, 888, 999]);
  expect(second).toEqual(first);
});

test('a short one stays as it is', () => {
  expect(fewerMeasurements(group, 1000)).toEqual(group);
});

test('the ends of phases stay', () => {
  const twoPhases = runs.map((run) => ({
    ...run,
    measurements: run.measurements.map((point) => ({ ...point, phase: point.epoch < 501 ? 0 : 1 })),
  }));
  const [first] = epochs(fewerMeasurements({ ...group, runs: twoPhases }, 6) as typeof group);
  expect(first).toEqual([0, 333, 500, 501, 666, 999]);
});
