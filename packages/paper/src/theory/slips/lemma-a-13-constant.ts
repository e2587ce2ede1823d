import { log } from '@sharpness-lab/core';
import { decideByWorst } from '@sharpness-lab/studies';
import { relativeError } from '../relative-error.ts';
import { curvature } from '../smoothed-minimum.ts';
import type { Slip } from './slip.ts';

const smoothings = [0.05, 0.1, 0.2, 0.3, 0.4] as const;

/** Lemma A.13 prints 1 / (p (1 - p)); the second derivative of the loss at its minimum is p (1 - p). */
export function lemmaA13Constant(): Slip {
  return {
    where: 'Lemma A.13',
    quantity: 'second derivative at the minimum, p = 0.2',
    printed: 1 / (0.2 * 0.8),
    corrected: atMinimum(0.2),
    claims: [
      decideByWorst(
        {
          id: 'slips/lemma-a.13/printed',
          statement: 'The printed 1 / (p (1 - p)) is not the second derivative of the loss at its minimum.',
          statistic: 'printed over the second derivative by differences',
          expected: { above: 10 },
          why: '1 / (p (1 - p))^2 is at least 16',
        },
        smoothings.map((p) => ({ label: `p = ${p}`, value: 1 / (p * (1 - p)) / atMinimum(p) })),
      ),
      decideByWorst(
        {
          id: 'slips/lemma-a.13/corrected',
          statement: 'p (1 - p) is.',
          statistic: 'relative distance to differences',
          expected: { below: 1e-5 },
          why: 'steps of 1e-3 are right to about 1e-6',
        },
        smoothings.map((p) => ({ label: `p = ${p}`, value: relativeError(atMinimum(p), p * (1 - p)) })),
      ),
    ],
  };
}

function atMinimum(p: number): number {
  return curvature(p, log((1 - p) / p), 1);
}
