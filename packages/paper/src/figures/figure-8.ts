import { fits, generalizes } from './common-claims.ts';
import { experiment, logistic, oneSam, weightDecay } from './experiments.ts';
import type { Figure } from './figure.ts';

const seeds = 5;

/** Figure 1 with the logistic loss and label smoothing. */
export const figure8: Figure = {
  name: 'fig8',
  panels: {
    fig8a: {
      title: 'logistic loss, two layers without bias, SGD with weight decay',
      training: {
        experiment: experiment(
          'fig8a',
          '2-mlp-no-bias',
          [weightDecay({ learningRate: 0.1, weightDecay: 0.01, batchSize: 10, epochs: 100_000 })],
          logistic,
        ),
        quickEpochs: [5_000],
      },
    },
    fig8b: {
      title: 'logistic loss, two layers without bias, 1-SAM',
      training: {
        experiment: experiment(
          'fig8b',
          '2-mlp-no-bias',
          [oneSam({ learningRate: 0.1, rho: 0.2, epochs: 100_000 })],
          logistic,
        ),
        quickEpochs: [10_000],
      },
    },
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
