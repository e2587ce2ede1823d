import type { ExperimentInput, ReferenceInput } from '@sharpness-lab/core';

/** What experiments take where they say nothing: the paper's setting, and everything worth measuring. */
export const defaults = {
  init: 'uniform-fan-in',
  loss: 'mse',
  metrics: [
    'loss',
    'accuracy',
    'hessian-trace',
    'gauss-newton-trace',
    'sharpness-bound',
    'parameter-norm',
    'path-norm',
    'active-neurons',
  ],
  measure: { logSpaced: 40 },
} as const satisfies Partial<ExperimentInput>;

/** 100 samples of P_xor in 30 dimensions. */
const xor = { name: 'xor', dimension: 30, trainSize: 100 } as const;

const WIDTH = 500;

interface PhaseSettings {
  readonly learningRate: number;
  readonly rho: number;
  readonly epochs: number;
}

function oneSam({ learningRate, rho, epochs }: PhaseSettings): ExperimentInput['phases'][number] {
  return { optimizer: { name: '1-sam', rho, base: { name: 'sgd', learningRate } }, epochs };
}

function weightDecay(learningRate: number, decay: number, epochs: number): ExperimentInput['phases'][number] {
  return { optimizer: { name: 'sgd', learningRate, weightDecay: decay }, epochs, batchSize: xor.trainSize };
}

function figure(
  name: string,
  model: string,
  phases: ExperimentInput['phases'],
  init: ReferenceInput = defaults.init,
): ExperimentInput {
  return { ...defaults, name, dataset: xor, model: { name: model, width: WIDTH }, init, phases };
}

/** The first layer starts at a hundredth of its usual scale. */
const smallFirstLayer = { name: 'uniform-fan-in', scales: [0.01] } as const;

const firstLayerNormTen = { name: 'fixed-norm', norm: 10 } as const;

/**
 * The paper's experiments by figure, at the paper's settings.
 *
 * Source: Wen, Li, Ma, "Sharpness Minimization Algorithms Do Not Only Minimize Sharpness To Achieve Better
 * Generalization", 2023, arXiv:2307.11007, table 2.
 */
export const presets: Readonly<Record<string, ExperimentInput>> = {
  fig1a: figure('fig1a', '2-mlp-no-bias', [weightDecay(0.01, 0.05, 100_000)]),
  fig1b: figure('fig1b', '2-mlp-no-bias', [oneSam({ learningRate: 0.01, rho: 0.05, epochs: 100_000 })]),
  fig2a: figure('fig2a', '2-mlp-sim-bn', [
    oneSam({ learningRate: 0.005, rho: 0.1, epochs: 100_000 }),
    oneSam({ learningRate: 0.003, rho: 1, epochs: 100_000 }),
  ]),
  fig4a: figure('fig4a', '2-mlp-bias', [weightDecay(0.01, 0.05, 100_000)]),
  fig4b: figure('fig4b', '2-mlp-bias', [
    oneSam({ learningRate: 0.01, rho: 0.05, epochs: 200_000 }),
    oneSam({ learningRate: 0.01, rho: 0.1, epochs: 400_000 }),
  ]),
  fig6a: figure('fig6a', '2-mlp-sim-ln', [oneSam({ learningRate: 0.1, rho: 0.1, epochs: 100_000 })], smallFirstLayer),
  fig6b: figure(
    'fig6b',
    '2-mlp-sim-ln',
    [0.1, 0.5, 1].map((rho) => ({
      ...oneSam({ learningRate: 0.01, rho, epochs: 500 }),
      constraint: firstLayerNormTen,
    })),
  ),
};
