import type { Claim } from '@sharpness-lab/studies';

/** What is said of a constructed net that interpolates with the least trace, by the name of its statement. */
export function flattestAssertions(statement: string): Record<'interpolates' | 'flattest' | 'byDifferences', Claim> {
  return {
    interpolates: {
      id: `${statement}/interpolates`,
      statement: 'The net interpolates its training set.',
      statistic: 'training loss over mean(y^2)',
      expected: { below: 1e-9 },
      why: 'single precision gives outputs to about 1e-6, whose square is the loss',
    },
    flattest: {
      id: `${statement}/flattest`,
      statement: 'The net meets the lower bound of the trace, as the engines measure it.',
      statistic: 'relative distance of hessian-trace to the bound',
      expected: { below: 1e-5 },
      why: 'the parameters are rounded to single precision',
    },
    byDifferences: {
      id: `${statement}/by-differences`,
      statement: 'The net meets the lower bound, by finite differences of the loss.',
      statistic: 'relative distance of second differences to the bound',
      expected: { below: 1e-4 },
      why: 'differences of doubles are right to about 1e-6',
    },
  };
}
