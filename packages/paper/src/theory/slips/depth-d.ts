import { pow, type Samples } from '@sharpness-lab/core';
import { decideByWorst, type LabelledValue } from '@sharpness-lab/studies';
import { traceByDifferences } from '../finite-differences.ts';
import { squaredError } from '../reference-losses.ts';
import { pointsOf, reluNetwork, type Weights } from '../reference-networks.ts';
import { relativeError } from '../relative-error.ts';
import { xorSamples } from '../xor-samples.ts';
import type { Slip } from './slip.ts';

const settings = [
  { depth: 3, dimension: 12, size: 8 },
  { depth: 3, dimension: 20, size: 15 },
  { depth: 4, dimension: 12, size: 10 },
] as const;

/**
 * Theorem 4.1 for depths D >= 3: the printed memorizing net has diagonal matrices between its layers, so most of its
 * pre-activations are exactly 0. There the loss has no Hessian, and second differences give more than the bound. With
 * slightly negative entries off the diagonals the net is the same function, off all kinks, and meets the bound.
 */
export function depthD(): Slip {
  const at = (offDiagonal: number, of: (trace: number, bound: number) => number): LabelledValue[] =>
    settings.map(({ depth, dimension, size }) => ({
      label: `D = ${depth}, d = ${dimension}, n = ${size}`,
      value: of(trace(depth, dimension, size, offDiagonal), bound(depth, dimension)),
    }));
  const [first] = settings;
  return {
    where: 'Theorem 4.1, D >= 3',
    quantity: 'second differences over the bound',
    printed: trace(first.depth, first.dimension, first.size, 0) / bound(first.depth, first.dimension),
    corrected: trace(first.depth, first.dimension, first.size, -0.1) / bound(first.depth, first.dimension),
    claims: [
      decideByWorst(
        {
          id: 'slips/theorem-4.1/printed',
          statement:
            'The printed net of depth D >= 3 stands on kinks, and the loss around it rises more than the bound.',
          statistic: 'sum of second differences over the bound of the trace',
          expected: { above: 1.5 },
          why: 'far more than rounding; it grows with n',
        },
        at(0, (measured, least) => measured / least),
      ),
      decideByWorst(
        {
          id: 'slips/theorem-4.1/corrected',
          statement: 'With slightly negative entries off the diagonals it meets the bound.',
          statistic: 'relative distance of the trace by differences to the bound',
          expected: { below: 1e-6 },
          why: 'differences of doubles',
        },
        at(-0.1, relativeError),
      ),
    ],
  };
}

/** (2/n) sum_i D (|y_i|^(2(D-1)) ||x'_i||^2)^(1/D) at |y| = 1. */
function bound(depth: number, dimension: number): number {
  return 2 * depth * pow(dimension + 1, 1 / depth);
}

function trace(depth: number, dimension: number, size: number, offDiagonal: number): number {
  const train = xorSamples(dimension, size, 0);
  return traceByDifferences(reluNetwork, memorizing(train, depth, offDiagonal), train, squaredError);
}

/**
 * @param offDiagonal the entries off the diagonals, as a multiple of those on them
 */
function memorizing(train: Samples, depth: number, offDiagonal: number): Weights {
  const { size, dimension } = train;
  const norm = Math.sqrt(dimension);
  const margin = 1 / norm;
  const r = pow(dimension + 1, 1 / (2 * depth));
  const scale = pow(r, depth - 1) / margin;
  const weights: Record<string, Float64Array> = {
    W1: Float64Array.from(
      pointsOf(train).flatMap((x) => [...x]),
      (value) => (scale * value) / norm,
    ),
    b1: new Float64Array(size).fill(scale * (margin - norm)),
    [`W${depth}`]: Float64Array.from(train.targets, (y) => y / r),
  };
  for (let layer = 2; layer < depth; layer++) {
    weights[`W${layer}`] = Float64Array.from({ length: size * size }, (_, k) =>
      k % (size + 1) === 0 ? 1 / r : offDiagonal / r,
    );
  }
  return weights;
}
