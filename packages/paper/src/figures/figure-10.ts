import { generalizes } from './common-claims.ts';
import { experiment, logistic, oneSam, smallFirstLayer, WIDTH } from './experiments.ts';
import type { Figure } from './figure.ts';

/** Figures 2a and 6a with the logistic loss and label smoothing. */
export const figure10: Figure = {
  name: 'fig10',
  panels: {
    fig10a: {
      title: 'logistic loss, simplified BatchNorm, 1-SAM',
      // The paper leaves gamma's start open; from 0.1, as in figure 2a, the output collapses to 0 within a few epochs.
      training: {
        experiment: experiment(
          'fig10a',
          { name: '2-mlp-sim-bn', width: WIDTH, initialGamma: 1 },
          [oneSam({ learningRate: 0.1, rho: 0.2, epochs: 40_000 })],
          logistic,
        ),
        quickEpochs: [1_000],
      },
    },
    fig10b: {
      title: 'logistic loss, simplified LayerNorm, 1-SAM from a small first layer',
      training: {
        experiment: experiment(
          'fig10b',
          '2-mlp-sim-ln',
          [oneSam({ learningRate: 1, rho: 0.5, epochs: 1_000 }), oneSam({ learningRate: 1, rho: 1, epochs: 100_000 })],
          { ...smallFirstLayer, ...logistic },
        ),
        quickEpochs: [1_000, 10_000],
      },
    },
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
