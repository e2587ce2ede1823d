import { testPlugins } from '@sharpness-lab/core/testing';
import { firstNoisyTarget, samStepByHand, stepByHand } from './fixtures/by-hand.ts';
import * as plugins from './plugins.ts';

const base = { name: 'sgd', learningRate: 0.1 };

testPlugins(plugins, {
  sgd: [
    { options: { learningRate: 0.1 }, firstStep: [1.5 - 0.192, 1.2 - 0.24] },
    { options: { learningRate: 0.1, weightDecay: 0.5 }, restsAtZeroGradient: false, firstStep: [1.233, 0.9] },
    { options: { learningRate: 0.05, momentum: 0.9 }, batchSize: 3 },
    { options: { learningRate: { name: 'linear', from: 0.1, to: 0 } }, firstStep: [1.308, 0.96] },
  ],
  sam: [
    { options: { rho: 0.1, base }, firstStep: samStepByHand(0.1, 0.1) },
    { options: { rho: 0, base }, firstStep: [1.308, 0.96] },
    { options: { rho: 0.1, base, m: 1 }, batchSize: 4, refused: [{ batchSize: 0, trainSize: 4 }] },
    { options: { rho: 0.05, base, m: 3 }, batchSize: 4, refused: [{ batchSize: 2, trainSize: 4 }] },
    { options: { rho: 0.05, base: { ...base, momentum: 0.5 } }, batchSize: 2 },
  ],
  oneSam: [
    { options: { rho: 0.1, base }, firstStep: samStepByHand(0.1, 0.1), refused: [{ batchSize: 2, trainSize: 4 }] },
  ],
  labelNoiseSgd: [
    { options: { sigma: 0.2, base }, restsAtZeroGradient: false, firstStep: stepByHand(0.1, firstNoisyTarget(0.2)) },
    { options: { sigma: 0, base }, firstStep: stepByHand(0.1, 1) },
    { options: { sigma: 0, flipProbability: 1, base }, restsAtZeroGradient: false, firstStep: stepByHand(0.1, -1) },
    {
      options: {
        sigma: { name: 'linear', from: 0.2, to: 0 },
        flipProbability: 0.3,
        base: { name: 'sgd', learningRate: 0.05, momentum: 0.5 },
      },
      batchSize: 3,
      restsAtZeroGradient: false,
    },
  ],
  linear: [
    { options: { from: 0.1, to: 0 } },
    {
      options: { from: 1, to: 5 },
      values: [
        [0, 1],
        [0.25, 2],
      ],
    },
  ],
  stepDecay: [
    { options: { from: 0.1, milestones: [0.5, 0.75] } },
    {
      options: { from: 8, factor: 0.5, milestones: [0.5, 0.75] },
      values: [
        [0, 8],
        [0.49, 8],
        [0.5, 4],
        [0.74, 4],
        [0.75, 2],
        [0.99, 2],
      ],
    },
  ],
});
