import { fits, generalizes } from './common-claims.ts';
import type { Figure } from './figure.ts';

const seeds = 5;

/** Figure 1 with the logistic loss and label smoothing. */
export const figure8: Figure = {
  name: 'fig8',
  panels: {
    fig8a: 'logistic loss, two layers without bias, SGD with weight decay',
    fig8b: 'logistic loss, two layers without bias, 1-SAM',
  },
  claims: [
    generalizes({
      id: 'fig8a/generalizes',
      figure: 'fig8a',
      statement: 'With the logistic loss and without bias, SGD with weight decay generalizes.',
      seeds,
    }),
    fits({
      id: 'fig8b/fits',
      figure: 'fig8b',
      statement: 'With the logistic loss and without bias, 1-SAM fits the training set.',
      seeds,
    }),
    generalizes({
      id: 'fig8b/generalizes',
      figure: 'fig8b',
      statement: 'With the logistic loss and without bias, 1-SAM generalizes.',
      seeds,
    }),
  ],
};
