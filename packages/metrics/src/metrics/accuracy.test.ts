import { createPlugin, testMetric } from '@sharpness-lab/core/testing';
import { expect, test } from 'vitest';
import { measuredByHand, probeOf, samplesOf } from '../fixtures/by-hand.ts';
import accuracy from './accuracy.ts';

testMetric(accuracy);

test('is the fraction of samples whose output has the sign of the target', async () => {
  expect(await measuredByHand(accuracy)).toEqual({ 'train-accuracy': 1, 'test-accuracy': 0 });
});

test('counts y f > 0, and f = 0 as an error', () => {
  const probe = probeOf({
    data: { train: samplesOf([0, 0, 0, 0], [1, -1, 1, -1]), test: samplesOf([0, 0], [1, 1]) },
    outputs: (split) => Float32Array.from(split === 'train' ? [0.5, -2, -1, 0] : [0, 3]),
  });
  expect(createPlugin(accuracy, {}).measure(probe)).toEqual({ 'train-accuracy': 0.5, 'test-accuracy': 0.5 });
});
