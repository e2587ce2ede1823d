import type { Samples } from '@sharpness-lab/core';
import { decideByWorst, type Study } from '../claims/index.ts';
import { fewCoordinatesNet } from '../constructions/few-coordinates.ts';
import { traceByDifferences } from './finite-differences.ts';
import { cube, largestError } from './off-training-set.ts';
import { squaredError } from './reference-losses.ts';
import { reluNetwork, weightsOf } from './reference-networks.ts';
import { relativeError } from './relative-error.ts';
import { xorSamples } from './xor-samples.ts';

/** The four values of (x[1], x[2]) with their targets. */
const heads: Samples = {
  size: 4,
  dimension: 2,
  inputs: Float32Array.of(1, 1, 1, -1, -1, 1, -1, -1),
  targets: Float32Array.of(1, -1, -1, 1),
};

const cases = [
  { dimension: 6, size: 12, seed: 0 },
  { dimension: 10, size: 20, seed: 1 },
  { dimension: 12, size: 30, seed: 2 },
] as const;

/**
 * Proposition A.1: where the target depends on a few coordinates alone, a net that looks at these alone is flattest and
 * has error 0. Here P_xor, whose target depends on two.
 *
 * Source: Wen, Li, Ma, "Sharpness Minimization Algorithms Do Not Only Minimize Sharpness To Achieve Better
 * Generalization", 2023, arXiv:2307.11007, proposition A.1 with equation (16) corrected.
 */
export function propositionA1(): Study {
  return {
    name: 'proposition-a.1',
    title: 'a target of few coordinates has a flattest net that generalizes',
    runs: [],
    conclude() {
      const nets = cases.map(({ dimension, size, seed }) => {
        const weights = weightsOf(fewCoordinatesNet(heads, [0, 1], dimension, Math.sqrt(dimension)));
        const train = xorSamples(dimension, size, seed);
        return { label: `d = ${dimension}, n = ${size}, seed ${seed}`, weights, train, dimension };
      });
      return {
        outcomes: [
          decideByWorst(
            {
              id: 'proposition-a.1/exact',
              statement: 'The net is right on the whole cube.',
              statistic: 'max |f(x) - x[1] x[2]|',
              expected: { below: 1e-5 },
              why: 'single precision',
            },
            nets.map(({ label, weights, dimension }) => {
              const points = cube(dimension);
              return { label, value: largestError(reluNetwork.outputs(weights, points, points), points) };
            }),
          ),
          decideByWorst(
            {
              id: 'proposition-a.1/flattest',
              statement: 'The net meets the lower bound, by finite differences of the loss.',
              statistic: 'relative distance of second differences to 4 sqrt(d + 1)',
              expected: { below: 1e-4 },
              why: 'differences of doubles are right to about 1e-6',
            },
            nets.map(({ label, weights, train, dimension }) => ({
              label,
              value: relativeError(
                traceByDifferences(reluNetwork, weights, train, squaredError),
                4 * Math.sqrt(dimension + 1),
              ),
            })),
          ),
        ],
        tables: [],
      };
    },
  };
}
