import type { Claim } from '../claims/index.ts';
import { generalizes, ON_THE_BOUND } from './common-claims.ts';
import type { Figure } from './figure.ts';
import { metric, ratio, unlessFitted } from './measured.ts';

const seeds = 5;

/** Simplified LayerNorm: flattest minimizers that memorize exist, and yet 1-SAM generalizes. */
export const figure6: Figure = {
  name: 'fig6',
  panels: {
    fig6a: 'simplified LayerNorm, 1-SAM from a small first layer',
    fig6b: 'simplified LayerNorm, 1-SAM with the norm of the first layer held at 10',
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

/** The bound is about 2 mean ||grad f||^2. The trace also has the part of the residuals, whose mean is about zero. */
function endsOnTheNormsBound(figure: string, statement: string): Claim {
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
