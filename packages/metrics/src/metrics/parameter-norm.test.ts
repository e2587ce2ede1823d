import { createPlugin } from '@sharpness-lab/core/testing';
import { expect, test } from 'vitest';
import { measuredByHand, probeOf } from '../fixtures/by-hand.ts';
import parameterNorm from './parameter-norm.ts';

test('is the root of the sum of squares, of all and of each layer', async () => {
  // 1 + 4 + 1/4 + 1 in the first layer, 4 + 9 in the second
  expect(await measuredByHand(parameterNorm)).toEqual({
    'parameter-norm': Math.sqrt(19.25),
    'layer-1-norm': 2.5,
    'layer-2-norm': Math.sqrt(13),
  });
});

test('counts a layer by what the model says, however many parameters are in it', () => {
  const probe = probeOf({
    specs: {
      W1: { shape: [2, 1], layer: 1, fanIn: 1 },
      W3: { shape: [2], layer: 3, fanIn: 1 },
      W2: { shape: [1, 2], layer: 2, fanIn: 2 },
      b1: { shape: [2], layer: 1, fanIn: 1 },
    },
    parameters: {
      W1: Float32Array.of(1, 2),
      W3: Float32Array.of(0, 84),
      W2: Float32Array.of(0, 12),
      b1: Float32Array.of(2, 4),
    },
  });
  expect(createPlugin(parameterNorm, {}).measure(probe)).toEqual({
    'parameter-norm': 85,
    'layer-1-norm': 5,
    'layer-2-norm': 12,
    'layer-3-norm': 84,
  });
});

test('the norms of the layers are those of the model, and are no part of overviews', () => {
  const declared = parameterNorm.quantities;
  if (typeof declared !== 'function') throw new Error('expected quantities that depend on the model');
  const parameter = (layer: number) => ({ shape: [1, 1], layer, fanIn: 1 });
  const specs = { W1: parameter(1), b1: parameter(1), W12: parameter(12) };
  expect(declared({}, { specs }).map(({ title, overview }) => [title, overview])).toEqual([
    ['parameter norm ‖θ‖', undefined],
    ['norm of layer 1 ‖θ₁‖', false],
    ['norm of layer 12 ‖θ₁₂‖', false],
  ]);
});
