import { generalizes } from './common-claims.ts';
import type { Figure } from './figure.ts';

/** Figures 2a and 6a with the logistic loss and label smoothing. */
export const figure10: Figure = {
  name: 'fig10',
  panels: {
    fig10a: 'logistic loss, simplified BatchNorm, 1-SAM',
    fig10b: 'logistic loss, simplified LayerNorm, 1-SAM from a small first layer',
  },
  claims: [
    generalizes({
      id: 'fig10a/generalizes',
      figure: 'fig10a',
      statement: 'With the logistic loss and simplified BatchNorm, 1-SAM generalizes.',
      seeds: 3,
    }),
    generalizes({
      id: 'fig10b/generalizes',
      figure: 'fig10b',
      statement: 'With the logistic loss and simplified LayerNorm, 1-SAM generalizes.',
      seeds: 5,
    }),
  ],
};
