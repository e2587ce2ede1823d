import type { Experiment } from '../contracts/experiment.ts';

/** The number of steps in an epoch of each phase: the number of batches in the training set. */
export function stepsPerEpoch({ config, dataset }: Experiment): number[] {
  return config.phases.map(({ batchSize }) => Math.ceil(dataset.trainSize / batchSize));
}

/** The steps of all phases together. */
export function totalSteps(experiment: Experiment): number {
  const steps = stepsPerEpoch(experiment);
  return experiment.config.phases.reduce((sum, { epochs }, phase) => sum + epochs * (steps[phase] as number), 0);
}
