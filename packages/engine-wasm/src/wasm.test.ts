import { testEngine } from '@sharpness-lab/core/testing';
import { boundPlugins, builtInEngine, modelNames } from './fixtures/lab.ts';

const momentum = { name: 'sgd', learningRate: 0.01, momentum: 0.9, weightDecay: 0.01 };
const decaying = { name: 'sgd', learningRate: 0.01, weightDecay: 0.05 };
const noisy = { name: 'label-noise-sgd', sigma: 0.3, flipProbability: 0.3, base: decaying };
const firstLayer = (model: string) => ({
  name: 'fixed-norm',
  norm: 2,
  parameters: model === '2-mlp-no-bias' ? ['W1'] : ['b1', 'W1'],
});
const deepWidths = [[5], [5, 3], [2, 3, 2]];
const constraint = { name: 'fixed-norm', norm: 2, parameters: ['W1', 'W2'] };

testEngine(
  builtInEngine,
  [
    ...modelNames.map((name) => ({ name, width: 5 })),
    ...deepWidths.map((widths) => ({ name: 'mlp-bias', widths })),
  ].flatMap((model) => [
    { experiment: { model, loss: 'mse', phases: [{ optimizer: '1-sam', epochs: 2 }] } },
    {
      experiment: { model, loss: 'mse', phases: [{ optimizer: { name: '1-sam', rho: 0 }, epochs: 2 }] },
      sameAs: { phases: [{ optimizer: 'sgd', epochs: 2 }] },
    },
    {
      experiment: {
        model,
        loss: { name: 'logistic', labelSmoothing: 0.2 },
        phases: [
          { optimizer: { name: '1-sam', base: decaying }, constraint: firstLayer(model.name), epochs: 2 },
          { optimizer: noisy, epochs: 2 },
        ],
      },
    },
    { experiment: { model, phases: [{ optimizer: { name: 'sam', base: momentum }, batchSize: 4, epochs: 2 }] } },
    {
      experiment: {
        model,
        loss: 'mse',
        phases: [
          { optimizer: { name: 'sam', m: 1, base: decaying }, batchSize: 3, epochs: 2 },
          { optimizer: decaying, batchSize: 5, epochs: 2 },
          { optimizer: noisy, batchSize: 3, epochs: 2 },
        ],
      },
    },
    ...[{}, { m: 1 }].map((slices) => ({
      experiment: {
        model,
        loss: 'mse',
        phases: [{ optimizer: { name: 'sam', rho: 0, ...slices, base: decaying }, batchSize: 5, epochs: 2 }],
      },
      sameAs: { phases: [{ optimizer: decaying, batchSize: 5, epochs: 2 }] },
    })),
    {
      experiment: { model, phases: [{ optimizer: { name: 'sam', rho: 0, base: momentum }, constraint, epochs: 2 }] },
      sameAs: { phases: [{ optimizer: momentum, constraint, epochs: 2 }] },
    },
  ]),
  { plugins: boundPlugins },
);
