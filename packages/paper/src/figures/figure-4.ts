import {
  degrades,
  endsOnTheBound,
  failsToGeneralize,
  fits,
  flatterThanBaseline,
  generalizes,
  worseThanBaseline,
} from './common-claims.ts';
import { experiment, gradientDescent, oneSam } from './experiments.ts';
import type { Figure } from './figure.ts';
import { atEpoch } from './measured.ts';

const ofOneSam = { figure: 'fig4b', seeds: 5 } as const;

/** Two layers with bias: flattest minimizers that memorize exist, and 1-SAM finds nets that fail to generalize. */
export const figure4: Figure = {
  name: 'fig4',
  panels: {
    fig4a: {
      title: 'two layers with bias, gradient descent with weight decay',
      training: {
        experiment: experiment('fig4a', '2-mlp-bias', [gradientDescent]),
        quickEpochs: [10_000],
      },
      pictures: ['activations'],
    },
    fig4b: {
      title: 'two layers with bias, 1-SAM',
      training: {
        experiment: experiment('fig4b', '2-mlp-bias', [
          oneSam({ learningRate: 0.01, rho: 0.05, epochs: 200_000 }),
          oneSam({ learningRate: 0.01, rho: 0.1, epochs: 400_000 }),
        ]),
        quickEpochs: [20_000, 40_000],
      },
      pictures: ['activations'],
    },
  },
  claims: [
    generalizes({
      id: 'fig4a/generalizes',
      figure: 'fig4a',
      statement: 'With bias, gradient descent with weight decay generalizes.',
      seeds: 5,
    }),
    fits({ ...ofOneSam, id: 'fig4b/fits', statement: 'With bias, 1-SAM fits the training set.' }),
    flatterThanBaseline({
      ...ofOneSam,
      id: 'fig4b/flatter-than-weight-decay',
      baseline: 'fig4a',
      statement: 'With bias, 1-SAM ends flatter than gradient descent with weight decay.',
    }),
    failsToGeneralize({
      ...ofOneSam,
      id: 'fig4b/fails-to-generalize',
      statement: 'With bias, 1-SAM fails to generalize.',
    }),
    worseThanBaseline({
      ...ofOneSam,
      id: 'fig4b/worse-than-weight-decay',
      baseline: 'fig4a',
      statement: 'With bias, the sharper minimizers of weight decay generalize better than those of 1-SAM.',
    }),
    endsOnTheBound({
      ...ofOneSam,
      id: 'fig4b/ends-on-the-bound',
      statement: 'With bias, 1-SAM ends approximately on the lower bound of the sharpness.',
    }),
    degrades({
      ...ofOneSam,
      id: 'fig4b/degrades-after-4000-epochs',
      statement: 'The test accuracy degrades after 4,000 epochs of 1-SAM.',
      after: atEpoch(4_000),
    }),
    degrades({
      ...ofOneSam,
      id: 'fig4b/degrades-after-20000-epochs',
      statement: 'The test accuracy still degrades after 20,000 epochs of 1-SAM.',
      after: atEpoch(20_000),
    }),
  ],
};
