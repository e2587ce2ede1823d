import { decideByWorst, type LabelledValue } from '@sharpness-lab/studies';
import { minimizer } from '../smoothed-minimum.ts';
import type { Slip } from './slip.ts';

/**
 * The logistic loss is printed with the weight p on the given label and 1 - p on the other one, so at p = 0.2 it would
 * be least at outputs of the wrong sign. The usual convention puts 1 - p on the given label.
 */
export function labelSmoothing(): Slip {
  const at = (weight: (p: number) => number): LabelledValue[] =>
    [0.05, 0.1, 0.2, 0.4].flatMap((p) =>
      [-1, 1].map((y) => ({ label: `p = ${p}, y = ${y}`, value: y * minimizer(weight(p), y) })),
    );
  return {
    where: 'label smoothing',
    quantity: 'y f at the minimum, p = 0.2',
    printed: minimizer(0.8, 1),
    corrected: minimizer(0.2, 1),
    claims: [
      decideByWorst(
        {
          id: 'slips/label-smoothing/printed',
          statement: 'With p on the given label the loss is least at an output of the wrong sign.',
          statistic: 'y f at the minimum',
          expected: { below: -0.1 },
          why: 'it is -ln((1 - p) / p), at most -0.4 here',
        },
        at((p) => 1 - p),
      ),
      decideByWorst(
        {
          id: 'slips/label-smoothing/corrected',
          statement: 'With 1 - p on the given label it is least at one of the right sign.',
          statistic: 'y f at the minimum',
          expected: { above: 0.1 },
          why: 'it is ln((1 - p) / p), at least 0.4 here',
        },
        at((p) => p),
      ),
    ],
  };
}
