import { createPlugin, smallProbe, testMetric } from '@sharpness-lab/core/testing';
import { expect, test } from 'vitest';
import { measuredByHand } from '../fixtures/by-hand.ts';
import loss from './loss.ts';

testMetric(loss);

test('is the mean over the samples of each set', async () => {
  // ((3 - 1)^2 + (9 - 9)^2) / 2 and (4 + 1)^2
  expect(await measuredByHand(loss)).toEqual({ 'train-loss': 2, 'test-loss': 25 });
});

test('is the mean of the loss of the experiment, from the outputs', () => {
  const probe = smallProbe();
  const measured = createPlugin(loss, {}).measure(probe);
  for (const split of ['train', 'test'] as const) {
    const { targets, size } = probe.data[split];
    const sum = probe.outputs(split).reduce((sum, f, i) => sum + (f - (targets[i] as number)) ** 2, 0);
    expect(measured[`${split}-loss`]).toBeCloseTo(sum / size, 5);
  }
});
