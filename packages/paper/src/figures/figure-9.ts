import { log } from '@sharpness-lab/core';
import type { FinishedRun } from '@sharpness-lab/studies';
import { traceBounds } from '../bounds/trace-bounds.ts';
import { degrades, failsToGeneralize, fits, generalizes, ON_THE_BOUND, worseThanBaseline } from './common-claims.ts';
import { experiment, LABEL_SMOOTHING, logistic, oneSam, weightDecay } from './experiments.ts';
import type { Figure } from './figure.ts';
import type { RunsOfSeed } from './figure-claim.ts';
import { atEpoch } from './measured.ts';

/** p (1 - p), the second derivative of the loss at its minimum. */
const CURVATURE = LABEL_SMOOTHING * (1 - LABEL_SMOOTHING);

/** ln((1 - p) / p), the size of the outputs at the minimum. */
const OUTPUT = log((1 - LABEL_SMOOTHING) / LABEL_SMOOTHING);

/** The entropy of p, the loss at its minimum. */
const LEAST_LOSS = -LABEL_SMOOTHING * log(LABEL_SMOOTHING) - (1 - LABEL_SMOOTHING) * log(1 - LABEL_SMOOTHING);

/**
 * The loss above its minimum when outputs differ from theirs by a tenth, as in interpolating nets of the squared error.
 */
const INTERPOLATION_EXCESS = (CURVATURE / 2) * 0.01 * OUTPUT * OUTPUT;

const ofOneSam = { figure: 'fig9b', seeds: 5 } as const;

/** Figure 4 with the logistic loss and label smoothing. */
export const figure9: Figure = {
  name: 'fig9',
  panels: {
    fig9a: {
      title: 'logistic loss, two layers with bias, SGD with weight decay',
      training: {
        experiment: experiment(
          'fig9a',
          '2-mlp-bias',
          [weightDecay({ learningRate: 0.01, weightDecay: 0.05, batchSize: 1, epochs: 100_000 })],
          logistic,
        ),
        quickEpochs: [2_000],
      },
    },
    fig9b: {
      title: 'logistic loss, two layers with bias, 1-SAM',
      training: {
        experiment: experiment(
          'fig9b',
          '2-mlp-bias',
          [oneSam({ learningRate: 0.1, rho: 0.2, epochs: 100_000 })],
          logistic,
        ),
        quickEpochs: [10_000],
      },
      pictures: ['activations'],
    },
  },
  claims: [
    generalizes({
      id: 'fig9a/generalizes',
      figure: 'fig9a',
      statement: 'With the logistic loss and bias, SGD with weight decay generalizes.',
      seeds: 5,
    }),
    fits({ ...ofOneSam, id: 'fig9b/fits', statement: 'With the logistic loss and bias, 1-SAM fits the training set.' }),
    failsToGeneralize({
      ...ofOneSam,
      id: 'fig9b/fails-to-generalize',
      statement: 'With the logistic loss and bias, 1-SAM fails to generalize.',
    }),
    worseThanBaseline({
      ...ofOneSam,
      id: 'fig9b/worse-than-weight-decay',
      baseline: 'fig9a',
      statement: 'With the logistic loss and bias, 1-SAM generalizes worse than weight decay.',
    }),
    {
      ...ON_THE_BOUND,
      id: 'fig9b/ends-on-the-bound',
      figures: ['fig9b'],
      statement: 'With the logistic loss and bias, 1-SAM ends approximately on the lower bound of the sharpness.',
      statistic: 'trace of the Hessian over its lower bound at the minimum of the loss, 2.47',
      seeds: 5,
      value: (runs) => boundRatio(runs('fig9b')),
      objection: unlessInterpolating,
    },
    degrades({
      ...ofOneSam,
      id: 'fig9b/degrades-after-2000-epochs',
      statement: 'The test accuracy degrades after 2,000 epochs of 1-SAM.',
      after: atEpoch(2_000),
    }),
  ],
};

/**
 * At the minimum of the loss the outputs are +-ln((1 - p) / p), and the trace is p (1 - p) mean ||grad f||^2, where the
 * squared error has 2 mean ||grad f||^2 (theorem A.2; lemma A.13 prints 1 / (p (1 - p))).
 */
function boundRatio({ final, data }: FinishedRun): number | undefined {
  const trace = final['hessian-trace'];
  const ofSquaredError = traceBounds['2-mlp-bias']?.(data.train, {});
  return trace === undefined || ofSquaredError === undefined
    ? undefined
    : trace / (((CURVATURE * OUTPUT) / 2) * ofSquaredError);
}

function unlessInterpolating(runs: RunsOfSeed): string | undefined {
  const loss = runs('fig9b').final['train-loss'];
  return loss !== undefined && loss - LEAST_LOSS > INTERPOLATION_EXCESS
    ? `fig9b has training loss ${loss.toFixed(4)}, the minimum is ${LEAST_LOSS.toFixed(4)}: not interpolating`
    : undefined;
}
