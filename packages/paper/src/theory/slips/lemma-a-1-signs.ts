import { decideByWorst, type LabelledValue } from '@sharpness-lab/studies';
import { cube, largestError } from '../off-training-set.ts';
import { simBnNetwork } from '../reference-networks.ts';
import { quadrants } from './quadrants.ts';
import type { Slip } from './slip.ts';

/** Lemma A.1 prints W2 = 1/2 for all four neurons, which gives f = 1; it needs the products of the signs. */
export function lemmaA1Signs(): Slip {
  const at = (value: (dimension: number) => number): LabelledValue[] =>
    [3, 5, 8].map((dimension) => ({ label: `d = ${dimension}`, value: value(dimension) }));
  const printed = (dimension: number) => error(dimension, () => 0.5);
  const corrected = (dimension: number) => error(dimension, (sign) => sign / 2);
  return {
    where: 'Lemma A.1',
    quantity: 'max |f(x) - x[1] x[2]|',
    printed: printed(8),
    corrected: corrected(8),
    claims: [
      decideByWorst(
        {
          id: 'slips/lemma-a.1/printed',
          statement: 'With the printed W2 = 1/2 the Sim-BN net is not x[1] x[2].',
          statistic: 'max |f(x) - x[1] x[2]| over {-1, 1}^d',
          expected: { above: 1.9 },
          why: 'f = 1 is off by 2 where x[1] x[2] = -1',
        },
        at(printed),
      ),
      decideByWorst(
        {
          id: 'slips/lemma-a.1/corrected',
          statement: 'With the signs it is.',
          statistic: 'max |f(x) - x[1] x[2]| over {-1, 1}^d',
          expected: { below: 1e-12 },
          why: 'double precision',
        },
        at(corrected),
      ),
    ],
  };
}

function error(dimension: number, outgoing: (sign: number) => number): number {
  const { W1, b1, signs } = quadrants(dimension, 1);
  const points = cube(dimension);
  const weights = { W1, b1, gamma: new Float64Array(4).fill(1), W2: signs.map(outgoing) };
  return largestError(simBnNetwork.outputs(weights, points, points), points);
}
