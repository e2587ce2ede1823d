import { failsToGeneralize, fits, flatterThanBaseline, generalizes, worseThanBaseline } from './common-claims.ts';
import type { Figure } from './figure.ts';
import { atEndOfPhase } from './measured.ts';

/** The first two phases, which end when rho becomes 1. */
const oneSam = { figure: 'fig5b', at: atEndOfPhase(1), seeds: 5 } as const;

/** The end of training. The effect of rho = 1 depends on the length of the phases before. */
const afterRhoOne = { figure: 'fig5b', at: atEndOfPhase(2), seeds: 5, scale: 'paper' } as const;

/** Softplus in place of ReLU: the failure does not come from kinks. */
export const figure5: Figure = {
  name: 'fig5',
  panels: {
    fig5a: 'two layers with bias and softplus, SGD with weight decay',
    fig5b: 'two layers with bias and softplus, 1-SAM',
  },
  claims: [
    generalizes({
      id: 'fig5a/generalizes',
      figure: 'fig5a',
      statement: 'With bias and softplus, SGD with weight decay generalizes.',
      seeds: 5,
    }),
    fits({
      ...oneSam,
      id: 'fig5b/fits',
      statement: 'With bias and softplus, 1-SAM fits the training set (before the change to rho = 1).',
    }),
    flatterThanBaseline({
      ...oneSam,
      id: 'fig5b/flatter-than-weight-decay',
      baseline: 'fig5a',
      statement:
        'With bias and softplus, 1-SAM gets flatter than SGD with weight decay (before the change to rho = 1).',
    }),
    failsToGeneralize({
      ...oneSam,
      id: 'fig5b/fails-to-generalize',
      statement: 'With bias and softplus, 1-SAM fails to generalize (before the change to rho = 1).',
    }),
    worseThanBaseline({
      ...oneSam,
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
