import { createPlugin, smallProbe } from '@sharpness-lab/core/testing';
import { expect, test } from 'vitest';
import { measuredByHand, probeOf, samplesOf } from '../fixtures/by-hand.ts';
import gaussNewtonTrace from './gauss-newton-trace.ts';

test('is (2/n) sum_i ||grad f(x_i)||^2 for the squared error', async () => {
  // ||grad f||^2 = h^2 + v^2 (x^2 + 1) of the active neuron: (3/2)^2 + 4 * 2 and 3^2 + 9 * 2
  expect(await measuredByHand(gaussNewtonTrace)).toEqual({ 'gauss-newton-trace': 37.25 });
});

test('weighs squared gradient norms by the second derivative of the loss, and ignores Laplacians', () => {
  const probe = probeOf({
    data: { train: samplesOf([0, 0], [1, 1]), test: samplesOf([], []) },
    loss: { value: () => 0, firstDerivative: () => 100, secondDerivative: (output) => output },
    derivatives: () => ({
      outputs: Float64Array.of(2, 3),
      squaredGradientNorms: Float64Array.of(5, 7),
      laplacians: Float64Array.of(1000, 1000),
    }),
  });
  expect(createPlugin(gaussNewtonTrace, {}).measure(probe)).toEqual({ 'gauss-newton-trace': 15.5 });
});

test('is left out for models that do not offer the derivatives of their output', () => {
  expect(createPlugin(gaussNewtonTrace, {}).measure(smallProbe('no-closed-forms'))).toEqual({});
});
