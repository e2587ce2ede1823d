import { testEngine } from '@sharpness-lab/core/testing';
import {
  logistic,
  mlpBias,
  twoLayerBias,
  twoLayerNoBias,
  twoLayerSimBn,
  twoLayerSimLn,
  twoLayerSoftplus,
} from '@sharpness-lab/models';
import { labelNoiseSgd, oneSam, sam, sgd } from '@sharpness-lab/optimizers';
import * as tf from '@tensorflow/tfjs';
import { tfjs } from './index.ts';

const plugins = [
  twoLayerBias,
  twoLayerNoBias,
  twoLayerSimBn,
  twoLayerSimLn,
  twoLayerSoftplus,
  mlpBias,
  logistic,
  sgd,
  sam,
  oneSam,
  labelNoiseSgd,
];
const models = [
  ...['2-mlp-no-bias', '2-mlp-bias', '2-mlp-sim-bn', '2-mlp-sim-ln', '2-mlp-softplus'].map((name) => ({
    name,
    width: 4,
  })),
  { name: 'mlp-bias', widths: [4, 3] },
];
const phases = [
  { optimizer: { name: '1-sam', rho: 0.1 }, epochs: 2, batchSize: 1 },
  { optimizer: { name: 'sam', rho: 0.05, base: { name: 'sgd', momentum: 0.9 } }, epochs: 2, batchSize: 4 },
];

testEngine(
  tfjs,
  (['cpu', 'wasm'] as const).flatMap((backend) =>
    models.map((model) => ({ options: { backend }, experiment: { model, phases } })),
  ),
  { plugins, held: () => tf.memory().numTensors },
);

testEngine(
  tfjs,
  [
    {
      experiment: { phases: [{ optimizer: { name: 'sam', rho: 0 }, epochs: 2, batchSize: 4 }] },
      sameAs: { phases: [{ optimizer: 'sgd', epochs: 2, batchSize: 4 }] },
    },
    {
      experiment: { phases: [{ optimizer: { name: 'label-noise-sgd', sigma: 0 }, epochs: 2, batchSize: 4 }] },
      sameAs: { phases: [{ optimizer: 'sgd', epochs: 2, batchSize: 4 }] },
    },
    {
      experiment: {
        loss: { name: 'logistic', labelSmoothing: 0.2 },
        phases: [
          { optimizer: { name: 'label-noise-sgd', sigma: 0.2, flipProbability: 0.1 }, epochs: 2, batchSize: 4 },
          { optimizer: 'label-noise-sgd', epochs: 2, batchSize: 1 },
        ],
      },
    },
  ],
  { plugins },
);
