import {
  degrades,
  endsOnTheBound,
  failsToGeneralize,
  fits,
  flatterThanBaseline,
  generalizes,
  worseThanBaseline,
} from './common-claims.ts';
import type { Figure } from './figure.ts';
import { atEpoch } from './measured.ts';

const oneSam = { figure: 'fig4b', seeds: 5 } as const;

/** Two layers with bias: flattest minimizers that memorize exist, and 1-SAM finds nets that fail to generalize. */
export const figure4: Figure = {
  name: 'fig4',
  panels: {
    fig4a: 'two layers with bias, gradient descent with weight decay',
    fig4b: 'two layers with bias, 1-SAM',
  },
  claims: [
    generalizes({
      id: 'fig4a/generalizes',
      figure: 'fig4a',
      statement: 'With bias, gradient descent with weight decay generalizes.',
      seeds: 5,
    }),
    fits({ ...oneSam, id: 'fig4b/fits', statement: 'With bias, 1-SAM fits the training set.' }),
    flatterThanBaseline({
      ...oneSam,
      id: 'fig4b/flatter-than-weight-decay',
      baseline: 'fig4a',
      statement: 'With bias, 1-SAM ends flatter than gradient descent with weight decay.',
    }),
    failsToGeneralize({
      ...oneSam,
      id: 'fig4b/fails-to-generalize',
      statement: 'With bias, 1-SAM fails to generalize.',
    }),
    worseThanBaseline({
      ...oneSam,
      id: 'fig4b/worse-than-weight-decay',
      baseline: 'fig4a',
      statement: 'With bias, the sharper minimizers of weight decay generalize better than those of 1-SAM.',
    }),
    endsOnTheBound({
      ...oneSam,
      id: 'fig4b/ends-on-the-bound',
      statement: 'With bias, 1-SAM ends approximately on the lower bound of the sharpness.',
    }),
    degrades({
      ...oneSam,
      id: 'fig4b/degrades-after-4000-epochs',
      statement: 'The test accuracy degrades after 4,000 epochs of 1-SAM.',
      after: atEpoch(4_000),
    }),
    degrades({
      ...oneSam,
      id: 'fig4b/degrades-after-20000-epochs',
      statement: 'The test accuracy still degrades after 20,000 epochs of 1-SAM.',
      after: atEpoch(20_000),
    }),
  ],
};
