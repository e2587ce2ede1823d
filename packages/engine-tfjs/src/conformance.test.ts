import { testEngine } from '@sharpness-lab/core/testing';
import { twoLayerBias, twoLayerNoBias, twoLayerSimBn, twoLayerSimLn } from '@sharpness-lab/models';
import { oneSam, sam, sgd } from '@sharpness-lab/optimizers';
import * as tf from '@tensorflow/tfjs';
import { tfjs } from './index.ts';

const plugins = [twoLayerBias, twoLayerNoBias, twoLayerSimBn, twoLayerSimLn, sgd, sam, oneSam];
const models = ['2-mlp-no-bias', '2-mlp-bias', '2-mlp-sim-bn', '2-mlp-sim-ln'];
const phases = [
  { optimizer: { name: '1-sam', rho: 0.1 }, epochs: 2, batchSize: 1 },
  { optimizer: { name: 'sam', rho: 0.05, base: { name: 'sgd', momentum: 0.9 } }, epochs: 2, batchSize: 4 },
];

testEngine(
  tfjs,
  (['cpu', 'wasm'] as const).flatMap((backend) =>
    models.map((name) => ({ options: { backend }, experiment: { model: { name, width: 4 }, phases } })),
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
  ],
  { plugins },
);
