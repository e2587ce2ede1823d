import { createPlugin, smallProbe, testMetric } from '@sharpness-lab/core/testing';
import { expect, test } from 'vitest';
import { measuredByHand, probeOf } from '../fixtures/by-hand.ts';
import pathNorm from './path-norm.ts';

testMetric(pathNorm);

test('is the sum over neurons of the norm of (w, b) times |v|', async () => {
  // sqrt(1 + 1/4) 2 + sqrt(4 + 1) 3
  expect(await measuredByHand(pathNorm)).toEqual({ 'path-norm': expect.closeTo(4 * Math.sqrt(5), 12) });
});

test('takes the norms that the model gives', () => {
  const probe = probeOf({
    model: {
      ...smallProbe().model,
      closedForms: {
        derivatives: () => expect.unreachable(),
        neuronNorms: () => ({ incoming: Float64Array.of(3, 0.5), outgoing: Float64Array.of(2, 4) }),
        preActivations: () => expect.unreachable(),
      },
    },
  });
  expect(createPlugin(pathNorm, {}).measure(probe)).toEqual({ 'path-norm': 8 });
});

test('is left out for networks with more than one hidden layer', () => {
  const { specs, ...rest } = smallProbe();
  const third = { shape: [1, 1], layer: 3, fanIn: 1 };
  expect(createPlugin(pathNorm, {}).measure({ ...rest, specs })).toHaveProperty('path-norm');
  expect(createPlugin(pathNorm, {}).measure({ ...rest, specs: { ...specs, W3: third } })).toEqual({});
});
