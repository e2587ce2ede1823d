import { log } from '@sharpness-lab/core';
import { traceBounds } from '../bounds/trace-bounds.ts';
import type { FinishedRun, RunsOfSeed } from '../claims/index.ts';
import { degrades, failsToGeneralize, fits, generalizes, ON_THE_BOUND, worseThanBaseline } from './common-claims.ts';
import type { Figure } from './figure.ts';
import { atEpoch } from './measured.ts';

/** The label smoothing of the logistic figures. */
const SMOOTHING = 0.2;

/** p (1 - p), the second derivative of the loss at its minimum. */
const CURVATURE = SMOOTHING * (1 - SMOOTHING);

/** ln((1 - p) / p), the size of the outputs at the minimum. */
const OUTPUT = log((1 - SMOOTHING) / SMOOTHING);

/** The entropy of p, the loss at its minimum. */
const LEAST_LOSS = -SMOOTHING * log(SMOOTHING) - (1 - SMOOTHING) * log(1 - SMOOTHING);

/**
 * The loss above its minimum when outputs differ from theirs by a tenth, as in interpolating nets of the squared error.
 */
const INTERPOLATION_EXCESS = (CURVATURE / 2) * 0.01 * OUTPUT * OUTPUT;

const oneSam = { figure: 'fig9b', seeds: 5 } as const;

/** Figure 4 with the logistic loss and label smoothing. */
export const figure9: Figure = {
  name: 'fig9',
  panels: {
    fig9a: 'logistic loss, two layers with bias, SGD with weight decay',
    fig9b: 'logistic loss, two layers with bias, 1-SAM',
  },
  claims: [
    generalizes({
      id: 'fig9a/generalizes',
      figure: 'fig9a',
      statement: 'With the logistic loss and bias, SGD with weight decay generalizes.',
      seeds: 5,
    }),
    fits({ ...oneSam, id: 'fig9b/fits', statement: 'With the logistic loss and bias, 1-SAM fits the training set.' }),
    failsToGeneralize({
      ...oneSam,
      id: 'fig9b/fails-to-generalize',
      statement: 'With the logistic loss and bias, 1-SAM fails to generalize.',
    }),
    worseThanBaseline({
      ...oneSam,
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
      ...oneSam,
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
