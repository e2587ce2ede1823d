import { createPlugin, smallProbe, testMetric } from '@sharpness-lab/core/testing';
import { expect, test } from 'vitest';
import { measuredByHand, probeOf, samplesOf } from '../fixtures/by-hand.ts';
import activeNeurons from './active-neurons.ts';

testMetric(activeNeurons);

test('counts one neuron on each sample of a network that memorizes two', async () => {
  expect(await measuredByHand(activeNeurons)).toEqual({
    'active-neurons': 1,
    'ever-active-neurons': 2,
    'one-hot-samples': 2,
  });
});

test.each([
  // A row a sample; 0 is not active.
  {
    rows: [
      [1, -1],
      [0, 2],
      [3, -5],
    ],
    active: 1,
    ever: 2,
    oneHot: 3,
  },
  {
    rows: [
      [1, 2, -1],
      [0, 0, -1],
    ],
    active: 1,
    ever: 2,
    oneHot: 0,
  },
  {
    rows: [
      [-1, 1, -1],
      [-1, 1, 2],
      [-1, 1, 2],
    ],
    active: 5 / 3,
    ever: 2,
    oneHot: 1,
  },
  { rows: [[-1], [-2]], active: 0, ever: 0, oneHot: 0 },
])('counts in the pre-activations $rows', ({ rows, active, ever, oneHot }) => {
  const targets = rows.map(() => 1);
  const probe = probeOf({
    data: { train: samplesOf(targets, targets), test: samplesOf([], []) },
    model: {
      ...smallProbe().model,
      closedForms: {
        derivatives: () => expect.unreachable(),
        neuronNorms: () => expect.unreachable(),
        preActivations: () => Float64Array.from(rows.flat()),
      },
    },
  });
  expect(createPlugin(activeNeurons, {}).measure(probe)).toEqual({
    'active-neurons': active,
    'ever-active-neurons': ever,
    'one-hot-samples': oneHot,
  });
});

test('are left out for models that do not offer their pre-activations', () => {
  expect(createPlugin(activeNeurons, {}).measure(smallProbe('no-closed-forms'))).toEqual({});
});
