import { pow } from '@sharpness-lab/core';
import { type Claim, decideByWorst, type FinishedRun, type LabelledValue, type Study } from '@sharpness-lab/studies';
import { separatingDirections } from '../constructions/extreme-points.ts';
import { type ConstructionSetting, constructedNets, lossOverPower, valuesOf } from './constructed.ts';
import { traceByDifferences } from './finite-differences.ts';
import { withoutOwnNeuron } from './memorization.ts';
import { leastRatio } from './pointwise-bound.ts';
import { squaredError } from './reference-losses.ts';
import { pointsOf, reluNetwork, weightsOf } from './reference-networks.ts';
import { relativeError } from './relative-error.ts';

/** Also targets of size ln 4, because the theorem is not only about +-1. */
export const memorizingSettings: readonly ConstructionSetting[] = [
  { dimension: 8, trainSize: 6, seed: 0 },
  { dimension: 12, trainSize: 20, seed: 1 },
  { dimension: 30, trainSize: 15, seed: 2 },
  { dimension: 30, trainSize: 30, seed: 3 },
  { dimension: 30, trainSize: 15, seed: 4, labelSmoothing: 0.2 },
];

/** The memorizing net of 2-MLP-Bias, with neurons to spare. */
export const memorizingNets = constructedNets(
  'memorizing',
  ({ trainSize }) => ({ name: '2-mlp-bias', width: trainSize + 2 }),
  memorizingSettings,
);

const assertions = {
  extremePoints: {
    id: 'theorem-4.1/extreme-points',
    statement: 'The training inputs are extreme points, as the theorem asks (definition 4.1).',
    statistic: 'training inputs that no linear program cuts off from the others',
    expected: { below: 0.5 },
    why: 'a number of samples; none may be left',
  },
  interpolates: {
    id: 'theorem-4.1/interpolates',
    statement: 'The memorizing net interpolates its training set.',
    statistic: 'training loss over mean(y^2)',
    expected: { below: 1e-9 },
    why: 'single precision gives outputs to about 1e-6, whose square is the loss',
  },
  flattest: {
    id: 'theorem-4.1/flattest',
    statement: 'The memorizing net meets the lower bound of the trace, as the engines measure it.',
    statistic: 'relative distance of hessian-trace to (4/n) sum_i sqrt(||x_i||^2 + 1) |y_i|',
    expected: { below: 1e-5 },
    why: 'the parameters are rounded to single precision',
  },
  byDifferences: {
    id: 'theorem-4.1/by-differences',
    statement: 'The memorizing net meets the lower bound, by finite differences of the loss.',
    statistic: 'relative distance of second differences to (4/n) sum_i sqrt(||x_i||^2 + 1) |y_i|',
    expected: { below: 1e-4 },
    why: 'differences of doubles are right to about 1e-6',
  },
  lowerBound: {
    id: 'theorem-4.1/lower-bound',
    statement: "No network of depth D has a smaller ||grad f(x)||^2 than D (|f(x)|^(2(D-1)) ||x'||^2)^(1/D).",
    statistic: 'least ||grad f(x)||^2 over that bound, random networks and inputs',
    expected: { above: 1 - 1e-5 },
    why: 'the bound of the trace is the mean of these; differences are right to about 1e-6',
  },
  memorizes: {
    id: 'theorem-4.1/memorizes',
    statement: 'The hidden activations of the training inputs are one-hot, each with a neuron of its own.',
    statistic: 'training samples without a neuron of their own',
    expected: { below: 0.5 },
    why: 'a number of samples; none may be left',
  },
} satisfies Record<string, Claim>;

/**
 * Theorem 4.1: a memorizing net that interpolates and is as flat as any interpolating network of 2-MLP-Bias, and the
 * lower bound that says so, for depths 2 to 4.
 *
 * Source: Wen, Li, Ma, "Sharpness Minimization Algorithms Do Not Only Minimize Sharpness To Achieve Better
 * Generalization", 2023, arXiv:2307.11007, theorem 4.1 and definition 4.2.
 */
export function theorem41(): Study {
  return {
    name: 'theorem-4.1',
    title: 'memorizing nets with bias that are flattest',
    experiments: memorizingNets,
    conclude: (runs) => ({
      claims: [
        decideByWorst(assertions.extremePoints, valuesOf(runs, withoutDirection)),
        decideByWorst(assertions.interpolates, valuesOf(runs, lossOverPower)),
        decideByWorst(
          assertions.flattest,
          valuesOf(runs, (run) => relativeError(run.final['hessian-trace'], bound(run))),
        ),
        decideByWorst(
          assertions.byDifferences,
          valuesOf(runs, (run) => relativeError(differences(run), bound(run))),
        ),
        decideByWorst(assertions.lowerBound, lowerBoundValues()),
        decideByWorst(
          assertions.memorizes,
          valuesOf(runs, ({ parameters, data }) => withoutOwnNeuron(weightsOf(parameters), pointsOf(data.train))),
        ),
      ],
      tables: [],
    }),
  };
}

function withoutDirection({ data }: FinishedRun): number {
  return separatingDirections(data.train).filter((direction) => direction === undefined).length;
}

/** All inputs of P_xor have ||x||^2 = d. */
function bound({ data: { train } }: FinishedRun): number {
  const size = train.targets.reduce((sum, y) => sum + Math.abs(y), 0) / train.size;
  return 4 * Math.sqrt(train.dimension + 1) * size;
}

function differences({ parameters, data }: FinishedRun): number {
  return traceByDifferences(reluNetwork, weightsOf(parameters), data.train, squaredError);
}

function lowerBoundValues(): LabelledValue[] {
  return [[1], [4], [1, 1], [3, 4], [1, 1, 1], [4, 3, 4]].flatMap((widths) => {
    const depth = widths.length + 1;
    const least = (output: number, x2: number) =>
      output === 0 ? 0 : depth * pow(pow(Math.abs(output), 2 * (depth - 1)) * x2, 1 / depth);
    return [0, 1, 2, 3].map((seed) =>
      leastRatio({ label: `depth ${depth}`, network: reluNetwork, widths, scale: 1, least }, seed),
    );
  });
}
