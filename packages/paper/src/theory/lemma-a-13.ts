import { log } from '@sharpness-lab/core';
import { type Claim, decideByWorst, type LabelledValue, type Study } from '@sharpness-lab/studies';
import { memorizingNet } from '../constructions/memorizing.ts';
import { squaredGradientNorms, traceByDifferences } from './finite-differences.ts';
import { smoothedLogistic } from './reference-losses.ts';
import { reluNetwork, weightsOf } from './reference-networks.ts';
import { relativeError } from './relative-error.ts';
import { curvature, minimizer } from './smoothed-minimum.ts';
import { xorSamples } from './xor-samples.ts';

const smoothings = [0.02, 0.05, 0.1, 0.2, 0.3, 0.45] as const;

const assertions = {
  minimum: {
    id: 'lemma-a.13/minimum',
    statement: 'The logistic loss of label y with label smoothing p is least at y ln((1 - p) / p).',
    statistic: 'distance of the minimum found by bisection',
    expected: { below: 1e-5 },
    why: 'slopes are differences over 1e-3',
  },
  curvature: {
    id: 'lemma-a.13/curvature',
    statement: 'Its second derivative there is p (1 - p).',
    statistic: 'relative distance of second differences',
    expected: { below: 1e-5 },
    why: 'steps of 1e-3 are right to about 1e-6',
  },
  trace: {
    id: 'lemma-a.13/trace',
    statement: 'Where a net has these outputs, its trace is (p (1 - p) / n) sum_i ||grad f(x_i)||^2.',
    statistic: 'relative distance to second differences of the loss',
    expected: { below: 1e-4 },
    why: 'differences of doubles are right to about 1e-6',
  },
  bound: {
    id: 'lemma-a.13/bound',
    statement: 'The memorizing net has the trace 2 p (1 - p) ln((1 - p) / p) sqrt(d + 1), the bound for a bias.',
    statistic: 'relative distance to second differences of the loss',
    expected: { below: 1e-4 },
    why: 'differences of doubles are right to about 1e-6',
  },
} satisfies Record<string, Claim>;

/**
 * Lemma A.13, with the constant that it needs, and theorem A.2: logistic loss with label smoothing p is least at
 * +-ln((1 - p) / p), with the second derivative p (1 - p), so its flattest minimizers are those of the squared error on
 * these targets.
 *
 * Source: Wen, Li, Ma, "Sharpness Minimization Algorithms Do Not Only Minimize Sharpness To Achieve Better
 * Generalization", 2023, arXiv:2307.11007, theorem A.2 and lemma A.13.
 */
export function lemmaA13(): Study {
  return {
    name: 'lemma-a.13',
    title: 'logistic loss with label smoothing at its minimum',
    experiments: {},
    conclude: () => ({
      claims: [
        decideByWorst(
          assertions.minimum,
          perLabel((p, y) => Math.abs(minimizer(p, y) - y * target(p))),
        ),
        decideByWorst(
          assertions.curvature,
          perLabel((p, y) => relativeError(curvature(p, y * target(p), y), p * (1 - p))),
        ),
        decideByWorst(
          assertions.trace,
          perNet(({ p, trace, meanSquaredGradient }) => relativeError(p * (1 - p) * meanSquaredGradient, trace)),
        ),
        decideByWorst(
          assertions.bound,
          perNet(({ p, dimension, trace }) =>
            relativeError(2 * p * (1 - p) * target(p) * Math.sqrt(dimension + 1), trace),
          ),
        ),
      ],
      tables: [],
    }),
  };
}

const target = (p: number) => log((1 - p) / p);

function perLabel(value: (p: number, label: number) => number): LabelledValue[] {
  return smoothings.flatMap((p) => [-1, 1].map((y) => ({ label: `p = ${p}, y = ${y}`, value: value(p, y) })));
}

type Measured = ReturnType<typeof memorizingAt>;

function perNet(value: (measured: Measured) => number): LabelledValue[] {
  return smoothings.flatMap((p) =>
    [
      [10, 8],
      [30, 12],
    ].map(([dimension = 0, size = 0]) => ({
      label: `p = ${p}, d = ${dimension}, n = ${size}`,
      value: value(memorizingAt(p, dimension, size)),
    })),
  );
}

function memorizingAt(p: number, dimension: number, size: number) {
  const labels = xorSamples(dimension, size, 0);
  const weights = weightsOf(memorizingNet(xorSamples(dimension, size, 0, target(p)), size));
  const norms = squaredGradientNorms(reluNetwork, weights, labels);
  return {
    p,
    dimension,
    trace: traceByDifferences(reluNetwork, weights, labels, smoothedLogistic(p)),
    meanSquaredGradient: norms.reduce((sum, norm) => sum + norm, 0) / size,
  };
}
