import { failsToGeneralize, fits, flatterThanBaseline, generalizes, worseThanBaseline } from './common-claims.ts';
import { experiment, oneSam, weightDecay } from './experiments.ts';
import type { Figure } from './figure.ts';
import { atEndOfPhase } from './measured.ts';

/** The first two phases, up to the change to rho = 1. */
const ofOneSam = { figure: 'fig5b', at: atEndOfPhase(1), seeds: 5 } as const;

/** The end of training. The effect of rho = 1 depends on the length of the phases before. */
const afterRhoOne = { figure: 'fig5b', at: atEndOfPhase(2), seeds: 5, scale: 'paper' } as const;

/** Softplus in place of ReLU: the failure does not come from kinks. */
export const figure5: Figure = {
  name: 'fig5',
  panels: {
    fig5a: {
      title: 'two layers with bias and softplus, SGD with weight decay',
      training: {
        experiment: experiment('fig5a', '2-mlp-softplus', [
          weightDecay({ learningRate: 0.001, weightDecay: 0.05, batchSize: 1, epochs: 100_000 }),
        ]),
        quickEpochs: [2_000],
      },
    },
    fig5b: {
      title: 'two layers with bias and softplus, 1-SAM',
      training: {
        experiment: experiment('fig5b', '2-mlp-softplus', [
          oneSam({ learningRate: 0.0005, rho: 0.05, epochs: 100_000 }),
          oneSam({ learningRate: 0.001, rho: 0.1, epochs: 100_000 }),
          oneSam({ learningRate: 0.005, rho: 1, epochs: 5_000 }),
        ]),
        quickEpochs: [20_000, 40_000, 1_000],
      },
    },
  },
  claims: [
    generalizes({
      id: 'fig5a/generalizes',
      figure: 'fig5a',
      statement: 'With bias and softplus, SGD with weight decay generalizes.',
      seeds: 5,
    }),
    fits({
      ...ofOneSam,
      id: 'fig5b/fits',
      statement: 'With bias and softplus, 1-SAM fits the training set (before the change to rho = 1).',
    }),
    flatterThanBaseline({
      ...ofOneSam,
      id: 'fig5b/flatter-than-weight-decay',
      baseline: 'fig5a',
      statement:
        'With bias and softplus, 1-SAM gets flatter than SGD with weight decay (before the change to rho = 1).',
    }),
    failsToGeneralize({
      ...ofOneSam,
      id: 'fig5b/fails-to-generalize',
      statement: 'With bias and softplus, 1-SAM fails to generalize (before the change to rho = 1).',
    }),
    worseThanBaseline({
      ...ofOneSam,
      id: 'fig5b/worse-than-weight-decay',
      baseline: 'fig5a',
      statement: 'With bias and softplus, 1-SAM generalizes worse than weight decay (before the change to rho = 1).',
    }),
    fits({
      ...afterRhoOne,
      id: 'fig5b/fits-after-rho-1',
      statement: 'After the phase with rho = 1 the network still fits the training set.',
    }),
    failsToGeneralize({
      ...afterRhoOne,
      id: 'fig5b/fails-to-generalize-after-rho-1',
      statement: 'After the phase with rho = 1 the network fails to generalize.',
    }),
  ],
};
