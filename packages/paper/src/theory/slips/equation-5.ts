import { pow } from '@sharpness-lab/core';
import { decideByWorst } from '@sharpness-lab/studies';
import { traceByDifferences } from '../finite-differences.ts';
import { squaredError } from '../reference-losses.ts';
import { reluNetwork } from '../reference-networks.ts';
import { relativeError } from '../relative-error.ts';
import { xorSamples } from '../xor-samples.ts';
import { quadrants } from './quadrants.ts';
import type { Slip } from './slip.ts';

const dimensions = [10, 20, 30] as const;

/**
 * Equation 5: the net of proposition 4.2, W1 = r [+-1, +-1, 0, ...], b1 = -r, W2 = (product of signs) / r, is flattest
 * at r = (d + 1)^(1/4), not at the printed (d^2 + 1)^(1/4).
 */
export function equation5(): Slip {
  const values = (radius: (dimension: number) => number, of: (trace: number, bound: number) => number) =>
    dimensions.map((dimension) => ({
      label: `d = ${dimension}`,
      value: of(trace(dimension, radius(dimension)), 4 * Math.sqrt(dimension + 1)),
    }));
  return {
    where: 'Eq (5)',
    quantity: 'trace at d = 30',
    printed: trace(30, printed(30)),
    corrected: trace(30, corrected(30)),
    claims: [
      decideByWorst(
        {
          id: 'slips/eq-5/printed',
          statement: 'With the printed r = (d^2 + 1)^(1/4) the net of proposition 4.2 misses the bound.',
          statistic: 'trace by differences over 4 sqrt(d + 1)',
          expected: { above: 1.5 },
          why: 'far more than rounding; the ratio grows with d',
        },
        values(printed, (measured, bound) => measured / bound),
      ),
      decideByWorst(
        {
          id: 'slips/eq-5/corrected',
          statement: 'With r = (d + 1)^(1/4) it meets the bound.',
          statistic: 'relative distance of the trace by differences to 4 sqrt(d + 1)',
          expected: { below: 1e-6 },
          why: 'differences of doubles',
        },
        values(corrected, relativeError),
      ),
    ],
  };
}

const printed = (dimension: number) => pow(dimension * dimension + 1, 0.25);
const corrected = (dimension: number) => pow(dimension + 1, 0.25);

function trace(dimension: number, r: number): number {
  const { W1, b1, signs } = quadrants(dimension, r);
  const weights = { W1, b1, W2: signs.map((sign) => sign / r) };
  return traceByDifferences(reluNetwork, weights, xorSamples(dimension, 20, 0), squaredError);
}
