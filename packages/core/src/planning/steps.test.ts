import { expect, test } from 'vitest';
import { smallLab } from '../testing/stand-ins/small-lab.ts';
import { stepsPerEpoch, totalSteps } from './steps.ts';

test('steps: batches an epoch, the last one smaller, times epochs', () => {
  const lab = smallLab();
  const phases = [
    { optimizer: 'gradient-descent', epochs: 3, batchSize: 4 },
    { optimizer: 'gradient-descent', epochs: 5, batchSize: 6 },
    { optimizer: 'gradient-descent', epochs: 7 },
  ];
  const { experiment } = lab.plan(lab.resolve({ phases }));
  expect(stepsPerEpoch(experiment)).toEqual([2, 1, 6]);
  expect(totalSteps(experiment)).toBe(3 * 2 + 5 * 1 + 7 * 6);
});
