import { rootStream } from '@sharpness-lab/core';
import { createPlugin, testDataset } from '@sharpness-lab/core/testing';
import { expect, test } from 'vitest';
import dataset from './index.ts';

testDataset(dataset, [
  { options: { dimension: 3, trainSize: 8, testSize: 5 } },
  { options: { dimension: 1, separation: 0, trainSize: 20, testSize: 20 } },
]);

// Phi(-1/2), Phi(-1), Phi(-2) of the normal distribution function Phi.
test.each([
  [1, 0.30853754],
  [2, 0.15865525],
  [4, 0.02275013],
])('sign(x[1]) errs on a share Phi(-separation / 2) of the samples; separation %d', (separation, expected) => {
  const testSize = 20_000;
  const { test } = createPlugin(dataset, { dimension: 2, separation, testSize }).sample(rootStream(1));
  const errors = test.targets.filter((y, i) => Math.sign(test.inputs[2 * i] ?? 0) !== y).length;
  const standardError = Math.sqrt((expected * (1 - expected)) / testSize);
  expect(Math.abs(errors / testSize - expected)).toBeLessThan(4 * standardError);
});
