import {
  endsOnTheBound,
  failsToGeneralize,
  fits,
  flatterThanBaseline,
  generalizes,
  worseThanBaseline,
} from './common-claims.ts';
import { experiment, oneSam, WIDTH, weightDecay } from './experiments.ts';
import type { Figure } from './figure.ts';

const ofOneSam = { figure: 'fig11b', seeds: 3 } as const;

const threeLayer = { name: 'mlp-bias', widths: [WIDTH, WIDTH] };

/** Figure 4 at depth 3. */
export const figure11: Figure = {
  name: 'fig11',
  panels: {
    fig11a: {
      title: 'three layers with bias, SGD with weight decay',
      training: {
        experiment: experiment('fig11a', threeLayer, [
          weightDecay({ learningRate: 0.01, weightDecay: 0.05, batchSize: 1, epochs: 100_000 }),
        ]),
        quickEpochs: [1_000],
      },
    },
    fig11b: {
      title: 'three layers with bias, 1-SAM',
      training: {
        experiment: experiment('fig11b', threeLayer, [oneSam({ learningRate: 0.01, rho: 0.05, epochs: 100_000 })]),
        quickEpochs: [6_000],
      },
      pictures: ['activations'],
    },
  },
  claims: [
    generalizes({
      id: 'fig11a/generalizes',
      figure: 'fig11a',
      statement: 'With three layers and bias, SGD with weight decay generalizes.',
      seeds: 3,
    }),
    fits({ ...ofOneSam, id: 'fig11b/fits', statement: 'With three layers and bias, 1-SAM fits the training set.' }),
    flatterThanBaseline({
      ...ofOneSam,
      id: 'fig11b/flatter-than-weight-decay',
      baseline: 'fig11a',
      statement: 'With three layers and bias, 1-SAM ends flatter than SGD with weight decay.',
    }),
    failsToGeneralize({
      ...ofOneSam,
      id: 'fig11b/fails-to-generalize',
      statement: 'With three layers and bias, 1-SAM fails to generalize.',
    }),
    worseThanBaseline({
      ...ofOneSam,
      id: 'fig11b/worse-than-weight-decay',
      baseline: 'fig11a',
      statement: 'With three layers and bias, 1-SAM generalizes worse than weight decay.',
    }),
    endsOnTheBound({
      ...ofOneSam,
      id: 'fig11b/ends-on-the-bound',
      statement: 'With three layers and bias, 1-SAM ends approximately on the lower bound of the sharpness.',
    }),
  ],
};
