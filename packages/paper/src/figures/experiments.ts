import type { ExperimentInput, ReferenceInput } from '@sharpness-lab/core';
import { defaults } from '../defaults.ts';

/** 100 samples of P_xor in 30 dimensions. */
const xor = { name: 'xor', dimension: 30, trainSize: 100 } as const;

/** Neurons of a hidden layer. */
export const WIDTH = 500;

/** A figure's experiment: on xor, with layers of {@link WIDTH} neurons, unless told. */
export function experiment(
  name: string,
  model: ReferenceInput<'model'>,
  phases: ExperimentInput['phases'],
  changes: Pick<Partial<ExperimentInput>, 'dataset' | 'init' | 'loss'> = {},
): ExperimentInput {
  const network = typeof model === 'string' ? { name: model, width: WIDTH } : model;
  return { ...defaults, name, dataset: xor, model: network, phases, ...changes };
}

interface PhaseSettings {
  readonly learningRate: number;
  readonly rho: number;
  readonly epochs: number;
}

export function oneSam({ learningRate, rho, epochs }: PhaseSettings): ExperimentInput['phases'][number] {
  return { optimizer: { name: '1-sam', rho, base: { name: 'sgd', learningRate } }, epochs };
}

interface WeightDecaySettings {
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly batchSize: number;
  readonly epochs: number;
}

/** Gradient descent with weight decay: the baseline. */
export function weightDecay({
  learningRate,
  weightDecay,
  ...phase
}: WeightDecaySettings): ExperimentInput['phases'][number] {
  return { optimizer: { name: 'sgd', learningRate, weightDecay }, ...phase };
}

/** The baseline of figures 1 and 4, on whole batches. */
export const gradientDescent = weightDecay({
  learningRate: 0.01,
  weightDecay: 0.05,
  batchSize: xor.trainSize,
  epochs: 100_000,
});

/** The first layer starts at a hundredth of its usual scale. */
export const smallFirstLayer = { init: { name: 'uniform-fan-in', scales: [0.01] } } as const;

/** The label smoothing of the logistic figures. */
export const LABEL_SMOOTHING = 0.2;

export const logistic = { loss: { name: 'logistic', labelSmoothing: LABEL_SMOOTHING } } as const;
