import {
  endsOnTheBound,
  failsToGeneralize,
  fits,
  flatterThanBaseline,
  generalizes,
  worseThanBaseline,
} from './common-claims.ts';
import type { Figure } from './figure.ts';

const oneSam = { figure: 'fig11b', seeds: 3 } as const;

/** Figure 4 at depth 3. */
export const figure11: Figure = {
  name: 'fig11',
  panels: {
    fig11a: 'three layers with bias, SGD with weight decay',
    fig11b: 'three layers with bias, 1-SAM',
  },
  claims: [
    generalizes({
      id: 'fig11a/generalizes',
      figure: 'fig11a',
      statement: 'With three layers and bias, SGD with weight decay generalizes.',
      seeds: 3,
    }),
    fits({ ...oneSam, id: 'fig11b/fits', statement: 'With three layers and bias, 1-SAM fits the training set.' }),
    flatterThanBaseline({
      ...oneSam,
      id: 'fig11b/flatter-than-weight-decay',
      baseline: 'fig11a',
      statement: 'With three layers and bias, 1-SAM ends flatter than SGD with weight decay.',
    }),
    failsToGeneralize({
      ...oneSam,
      id: 'fig11b/fails-to-generalize',
      statement: 'With three layers and bias, 1-SAM fails to generalize.',
    }),
    worseThanBaseline({
      ...oneSam,
      id: 'fig11b/worse-than-weight-decay',
      baseline: 'fig11a',
      statement: 'With three layers and bias, 1-SAM generalizes worse than weight decay.',
    }),
    endsOnTheBound({
      ...oneSam,
      id: 'fig11b/ends-on-the-bound',
      statement: 'With three layers and bias, 1-SAM ends approximately on the lower bound of the sharpness.',
    }),
  ],
};
