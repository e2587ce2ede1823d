import { fits, flatterThanBaseline, generalizes } from './common-claims.ts';
import { experiment, gradientDescent, oneSam } from './experiments.ts';
import type { Figure } from './figure.ts';
import { atStart, metric, ratio } from './measured.ts';

const seeds = 5;

/** Two layers without bias: every flattest minimizer generalizes, and so does 1-SAM. */
export const figure1: Figure = {
  name: 'fig1',
  panels: {
    fig1a: {
      title: 'two layers without bias, gradient descent with weight decay',
      training: {
        experiment: experiment('fig1a', '2-mlp-no-bias', [gradientDescent]),
        quickEpochs: [10_000],
      },
    },
    fig1b: {
      title: 'two layers without bias, 1-SAM',
      training: {
        experiment: experiment('fig1b', '2-mlp-no-bias', [oneSam({ learningRate: 0.01, rho: 0.05, epochs: 100_000 })]),
        quickEpochs: [10_000],
      },
      pictures: ['activations'],
    },
  },
  claims: [
    generalizes({
      id: 'fig1a/generalizes',
      figure: 'fig1a',
      statement: 'Without bias, gradient descent with weight decay generalizes.',
      seeds,
    }),
    {
      id: 'fig1a/gets-flatter',
      figures: ['fig1a'],
      statement: 'Weight decay reduces the sharpness too.',
      statistic: 'trace of the Hessian at the end over the one at the start',
      expected: { below: 1 },
      why: 'reducing means ending below the start',
      seeds,
      value: ratio(metric('hessian-trace', 'fig1a'), metric('hessian-trace', 'fig1a', atStart)),
    },
    generalizes({
      id: 'fig1b/generalizes',
      figure: 'fig1b',
      statement: 'Without bias, 1-SAM generalizes.',
      seeds,
    }),
    fits({ id: 'fig1b/fits', figure: 'fig1b', statement: 'Without bias, 1-SAM fits the training set.', seeds }),
    flatterThanBaseline({
      id: 'fig1b/flatter-than-weight-decay',
      figure: 'fig1b',
      baseline: 'fig1a',
      statement: 'Without bias, 1-SAM ends flatter than gradient descent with weight decay.',
      seeds,
    }),
  ],
};
