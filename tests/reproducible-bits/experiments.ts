import type { ExperimentInput } from '@sharpness-lab/core';

type PhaseInput = ExperimentInput['phases'][number];

/** No size is a multiple of a SIMD vector's length, nor of a batch. */
const xor = { name: 'xor', dimension: 11, trainSize: 29, testSize: 3 };
const explicit = {
  name: 'explicit',
  train: {
    inputs: [
      [1, 0.1, 0],
      [-0.3, 2, 1],
      [0.7, -1, -1],
    ],
    targets: [1, 0.2, -0.5],
  },
};
const width = 37;

const sgd = { name: 'sgd', learningRate: 0.01 };
const oneSam = { name: '1-sam', rho: 0.05, base: sgd };
const momentum = { ...sgd, momentum: 0.5, weightDecay: 0.01 };
const labelNoise = { name: 'label-noise-sgd', flipProbability: 0.1, base: sgd };
const logistic = { name: 'logistic', labelSmoothing: 0.2 };
const linear = { name: 'linear', from: 0.02, to: 0 };
const stepDecay = { name: 'step-decay', from: 0.02, milestones: [0.3, 0.7] };

/** Every model that the kernels know takes every path through them. */
const models: Readonly<Record<string, ExperimentInput['model']>> = {
  '2-mlp-no-bias': { name: '2-mlp-no-bias', width },
  '2-mlp-bias': { name: '2-mlp-bias', width },
  '2-mlp-sim-bn': { name: '2-mlp-sim-bn', width },
  '2-mlp-sim-ln': { name: '2-mlp-sim-ln', width },
  '2-mlp-softplus': { name: '2-mlp-softplus', width },
  'mlp-bias': { name: 'mlp-bias', widths: [width, 21, 13] },
};

/** The first path is fused if there is a fused kernel. */
const paths: Readonly<Record<string, PhaseInput>> = {
  '1-sam': { optimizer: oneSam, epochs: 30 },
  'sam with momentum': { optimizer: { name: 'sam', base: momentum }, epochs: 15 },
  batches: { optimizer: { name: 'sam', base: sgd }, batchSize: 7, epochs: 40 },
  'full batch': { optimizer: { ...sgd, weightDecay: 0.05 }, batchSize: 29, epochs: 200 },
};

function experiment(phases: readonly PhaseInput[], changes: Partial<ExperimentInput> = {}): ExperimentInput {
  return {
    seed: 1,
    dataset: xor,
    model: { name: '2-mlp-bias', width },
    init: 'uniform-fan-in',
    loss: 'mse',
    engine: 'wasm',
    phases: [...phases],
    ...changes,
  };
}

/** Whole experiments by name, each a few hundred to a few thousand steps. */
export const experiments: Readonly<Record<string, ExperimentInput>> = {
  ...Object.fromEntries(
    Object.entries(models).flatMap(([name, model]) =>
      Object.entries(paths).map(([path, phase]) => [`${name}, ${path}`, experiment([phase], { model })]),
    ),
  ),
  'the paper’s size': experiment([{ optimizer: oneSam, epochs: 20 }], {
    dataset: { ...xor, dimension: 30, trainSize: 100 },
    model: { name: '2-mlp-bias', width: 500 },
  }),
  'larger batches than a chunk': experiment([{ optimizer: sgd, batchSize: 149, epochs: 300 }], {
    dataset: { ...xor, trainSize: 150 },
  }),
  'complete data': experiment([{ optimizer: oneSam, epochs: 20 }], {
    dataset: { name: 'complete-xor', dimension: 9, testSize: 3 },
  }),
  'smoothed targets': experiment([{ optimizer: oneSam, epochs: 20 }], { dataset: { ...xor, labelSmoothing: 0.2 } }),
  'smoothed targets, complete data': experiment([{ optimizer: oneSam, epochs: 20 }], {
    dataset: { name: 'complete-xor', dimension: 9, testSize: 3, labelSmoothing: 0.2 },
  }),
  'uniform ball': experiment([{ optimizer: oneSam, epochs: 20 }], { dataset: { ...xor, name: 'uniform-ball' } }),
  'unit circle': experiment([{ optimizer: oneSam, epochs: 20 }], {
    dataset: { ...xor, name: 'unit-circle', cosines: [0.1, 0, 0.5], sines: [0.25, 0, -0.125] },
  }),
  'Gaussian data': experiment([{ optimizer: oneSam, epochs: 20 }], { dataset: { ...xor, name: 'sub-gaussian' } }),
  'Rademacher data': experiment([{ optimizer: oneSam, epochs: 20 }], {
    dataset: { ...xor, name: 'sub-gaussian', distribution: 'rademacher' },
  }),
  'uniform data': experiment([{ optimizer: oneSam, epochs: 20 }], {
    dataset: { ...xor, name: 'sub-gaussian', distribution: 'uniform', target: 'product' },
  }),
  'explicit data': experiment([{ optimizer: oneSam, epochs: 20 }], { dataset: explicit }),
  'normal initialisation': experiment([{ optimizer: oneSam, epochs: 20 }], {
    init: { name: 'he-normal', scales: [0.5] },
  }),
  'scaled initialisation': experiment([{ optimizer: oneSam, epochs: 20 }], {
    init: { name: 'uniform-fan-in', scales: [0.01] },
  }),
  'memorizing initialisation': experiment([{ optimizer: oneSam, epochs: 20 }], {
    dataset: { ...xor, dimension: 30 },
    init: 'memorizing',
  }),
  'generalizing initialisation': experiment([{ optimizer: oneSam, epochs: 20 }], {
    init: 'generalizing',
    model: { name: '2-mlp-sim-bn', width },
  }),
  'flattest generalizing initialisation': experiment([{ optimizer: oneSam, epochs: 20 }], {
    init: 'generalizing-flattest',
  }),
  'flattest generalizing initialisation, Sim-LN': experiment([{ optimizer: oneSam, epochs: 20 }], {
    init: 'generalizing-flattest',
    model: { name: '2-mlp-sim-ln', width },
  }),
  'flattest initialisation by search, Sim-BN': experiment([{ optimizer: oneSam, epochs: 20 }], {
    init: 'flat-search',
    model: { name: '2-mlp-sim-bn', width: 7 },
  }),
  'memorizing initialisation, three layers': experiment([{ optimizer: oneSam, epochs: 20 }], {
    dataset: { ...xor, dimension: 30 },
    init: 'memorizing',
    model: { name: 'mlp-bias', widths: [width, 31] },
  }),
  'fused SGD': experiment([{ optimizer: sgd, epochs: 30 }]),
  'fused SGD with weight decay': experiment([{ optimizer: { ...sgd, weightDecay: 0.05 }, epochs: 30 }]),
  'fused SGD with weight decay, three layers': experiment([{ optimizer: { ...sgd, weightDecay: 0.05 }, epochs: 30 }], {
    model: { name: 'mlp-bias', widths: [width, 21] },
  }),
  'fused steps with schedules': experiment([
    { optimizer: { name: '1-sam', rho: linear, base: { name: 'sgd', learningRate: stepDecay } }, epochs: 30 },
  ]),
  schedules: experiment([
    {
      optimizer: { name: 'sam', rho: stepDecay, base: { ...momentum, learningRate: linear } },
      batchSize: 4,
      epochs: 30,
    },
  ]),
  'fused slices': experiment([
    { optimizer: { name: 'sam', m: 1, base: { ...sgd, weightDecay: 0.05 } }, batchSize: 11, epochs: 40 },
  ]),
  slices: experiment([{ optimizer: { name: 'sam', m: 3, base: sgd }, batchSize: 8, epochs: 40 }]),
  'order with replacement': experiment([{ optimizer: oneSam, order: 'with-replacement', epochs: 20 }]),
  'fixed order': experiment([{ optimizer: oneSam, order: 'fixed', epochs: 20 }]),
  'fixed norm': experiment([
    { optimizer: oneSam, constraint: { name: 'fixed-norm', norm: 10 }, epochs: 20 },
    { optimizer: oneSam, constraint: { name: 'fixed-norm', norm: 5, joint: false }, epochs: 20 },
  ]),
  'kept momentum': experiment([
    { optimizer: momentum, batchSize: 5, epochs: 20 },
    { optimizer: momentum, keepState: true, epochs: 10 },
    { optimizer: oneSam, epochs: 10 },
  ]),
  'logistic loss': experiment([{ optimizer: oneSam, epochs: 20 }], { loss: logistic }),
  'label noise': experiment([{ optimizer: labelNoise, epochs: 20 }]),
  'label noise on batches': experiment([{ optimizer: { ...labelNoise, base: momentum }, batchSize: 5, epochs: 40 }]),
  'divergence in fused steps': experiment([{ optimizer: { ...sgd, learningRate: 3 }, epochs: 30 }]),
  'divergence in a batch': experiment([{ optimizer: { ...momentum, learningRate: 3 }, batchSize: 29, epochs: 200 }]),
};
