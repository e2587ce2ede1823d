import { generalizes, ON_THE_BOUND } from './common-claims.ts';
import { experiment, oneSam, smallFirstLayer } from './experiments.ts';
import type { Figure } from './figure.ts';
import type { FigureClaim } from './figure-claim.ts';
import { metric, ratio, unlessFitted } from './measured.ts';

const seeds = 5;

const firstLayerNormTen = { name: 'fixed-norm', norm: 10 } as const;

/** Simplified LayerNorm: flattest minimizers that memorize exist, and yet 1-SAM generalizes. */
export const figure6: Figure = {
  name: 'fig6',
  panels: {
    fig6a: {
      title: 'simplified LayerNorm, 1-SAM from a small first layer',
      training: {
        experiment: experiment(
          'fig6a',
          '2-mlp-sim-ln',
          [oneSam({ learningRate: 0.1, rho: 0.1, epochs: 100_000 })],
          smallFirstLayer,
        ),
        quickEpochs: [10_000],
      },
      metrics: ['gauss-newton-trace'],
    },
    fig6b: {
      title: 'simplified LayerNorm, 1-SAM with the norm of the first layer held at 10',
      training: {
        experiment: experiment(
          'fig6b',
          '2-mlp-sim-ln',
          [0.1, 0.5, 1].map((rho) => ({
            ...oneSam({ learningRate: 0.01, rho, epochs: 500 }),
            constraint: firstLayerNormTen,
          })),
        ),
        quickEpochs: [500, 500, 500],
      },
      metrics: ['gauss-newton-trace'],
    },
  },
  claims: [
    generalizes({
      id: 'fig6a/generalizes',
      figure: 'fig6a',
      statement: 'With simplified LayerNorm and a small first layer at the start, 1-SAM generalizes.',
      seeds,
    }),
    endsOnTheNormsBound(
      'fig6a',
      'With simplified LayerNorm, 1-SAM ends approximately on the lower bound of the sharpness.',
    ),
    generalizes({
      id: 'fig6b/generalizes',
      figure: 'fig6b',
      statement: 'With simplified LayerNorm and the norm of the first layer held, 1-SAM generalizes.',
      seeds,
    }),
    endsOnTheNormsBound('fig6b', 'With the norm of the first layer held, 1-SAM ends approximately on the lower bound.'),
  ],
};

/** The bound is about 2 mean ||grad f||^2; the trace proper has the residuals' share too, which hover about zero. */
function endsOnTheNormsBound(figure: string, statement: string): FigureClaim {
  return {
    ...ON_THE_BOUND,
    id: `${figure}/ends-on-the-bound`,
    figures: [figure],
    statement,
    statistic: 'Gauss-Newton part of the trace over the lower bound, 2',
    seeds,
    value: ratio(metric('gauss-newton-trace', figure), metric('sharpness-bound', figure)),
    objection: unlessFitted(figure),
  };
}
