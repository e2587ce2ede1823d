import type { FinishedRun, Study } from '../claims/index.ts';
import { thresholds } from '../claims/thresholds.ts';
import { type Check, exactStudy, onBothEngines } from './exact-study.ts';
import { pointsOf, referenceNetwork } from './reference-networks.ts';

/** Training sets of distinct points: complete ones, on which the whole cube can be looked at, and random ones. */
const trainingSets = [
  { dataset: { name: 'complete-xor', dimension: 6, tails: 5, testSize: 100 }, size: 20 },
  { dataset: { name: 'complete-xor', dimension: 8, tails: 8, testSize: 100 }, size: 32 },
  { dataset: { name: 'xor', dimension: 14, trainSize: 24, testSize: 1000 }, size: 24 },
  { dataset: { name: 'xor', dimension: 30, trainSize: 40, testSize: 1000 }, size: 40 },
] as const;

const seeds = [0, 1];

/** The largest dimension of a cube whose every point is looked at. */
const LARGEST_CUBE = 14;

/** Outputs and weights have single precision, and the loss is a mean of squares of their errors. */
const INTERPOLATES = 1e-8;

const squaredError = (output: number, target: number) => (output - target) * (output - target);

function fits(id: string): Check {
  return {
    id: `${id}/interpolates`,
    statement: 'The net interpolates the training set.',
    statistic: 'training loss',
    expected: { below: INTERPOLATES },
    why: 'weights of single precision give outputs to some 5 digits, and the loss is the square of that',
    value: ({ final }) => final['train-loss'],
  };
}

function meetsTheBound(id: string): Check {
  return {
    id: `${id}/meets-the-bound`,
    statement: 'The trace of its Hessian is the least of all interpolating nets.',
    statistic: '|trace / bound - 1|, by the engines',
    expected: { below: thresholds.flattest },
    why: 'single precision',
    value: ({ final }) => Math.abs((final['sharpness-ratio'] ?? Number.NaN) - 1),
  };
}

function meetsTheBoundByDifferences(id: string): Check {
  return {
    ...meetsTheBound(id),
    id: `${id}/meets-the-bound-by-differences`,
    statistic: '|trace / bound - 1|, by differences of the loss',
    value: (run) => Math.abs(traceByDifferences(run) / (run.final['sharpness-bound'] ?? Number.NaN) - 1),
  };
}

/** The trace of the Hessian of a run's squared error, by differences of the loss. */
export function traceByDifferences({ config, parameters, data }: FinishedRun): number {
  return referenceNetwork(config.model, parameters, data.train).traceByDifferences(squaredError);
}

function oneHot(id: string): Check {
  return {
    id: `${id}/one-hot`,
    statement: 'Each sample has a neuron of its own, and no other is active on it.',
    statistic: 'share of samples with one active neuron, times neurons ever active over samples',
    expected: { above: 1 - 1e-9 },
    why: 'Definition 4.2',
    value: ({ final, data }) => {
      const oneHot = final['one-hot-samples'];
      const ever = final['ever-active-neurons'];
      const { size } = data.train;
      return oneHot === undefined || ever === undefined ? undefined : (oneHot / size) * (ever / size);
    },
  };
}

/** On small cubes every point is looked at, on large ones the test set. */
function errorOff(id: string): Check {
  return {
    id: `${id}/error-off-the-training-set`,
    statement: 'Off the training set of P_xor it is wrong everywhere: its error is 1 - n / 2^d.',
    statistic: '|error - (1 - n / 2^d)|',
    expected: { below: 1e-9 },
    why: 'an exact count',
    value: (run) => {
      const { dimension, size } = run.data.train;
      const whole = dimension <= LARGEST_CUBE;
      const points = whole ? cube(dimension) : pointsOf(run.data.test);
      const error = errorOn(run, points);
      return Math.abs(error - (whole ? 1 - size / points.length : 1));
    },
  };
}

function exactOnTheCube(id: string): Check {
  return {
    id: `${id}/exact-off-the-training-set`,
    statement: 'The net equals x[1] x[2] on all of the cube.',
    statistic: 'largest error on unseen points',
    expected: { below: 1e-3 },
    why: 'weights of single precision',
    value: (run) => {
      const { dimension } = run.data.train;
      const points = dimension <= LARGEST_CUBE ? cube(dimension) : pointsOf(run.data.test);
      const { config, parameters, data } = run;
      const outputs = referenceNetwork(config.model, parameters, data.train).outputs(points);
      return Math.max(...points.map((x, i) => Math.abs((outputs[i] as number) - targetOf(x))));
    },
  };
}

function errorOn({ config, parameters, data }: FinishedRun, points: readonly (readonly number[])[]): number {
  const outputs = referenceNetwork(config.model, parameters, data.train).outputs(points);
  return points.filter((x, i) => targetOf(x) * (outputs[i] as number) <= 0).length / points.length;
}

function targetOf(x: readonly number[]): number {
  return (x[0] as number) * (x[1] as number);
}

/** All points of {-1, 1}^d. */
function cube(dimension: number): number[][] {
  let points: number[][] = [[]];
  for (let k = 0; k < dimension; k++)
    points = points.flatMap((x) => [
      [...x, -1],
      [...x, 1],
    ]);
  return points;
}

interface Construction {
  readonly name: string;
  readonly title: string;
  readonly init: string;
  /** The model of a width that holds so many samples. */
  readonly model: (size: number) => Record<string, unknown> & { readonly name: string };
  readonly checks: readonly ((id: string) => Check)[];
  /** The training sets on which it is looked at, by their place in the list; without it, all. */
  readonly on?: readonly number[];
}

const constructions: readonly Construction[] = [
  {
    name: 'theorem-4-1',
    title: 'two layers with bias: a flattest net that memorizes, which is wrong off the training set (Proposition 4.1)',
    init: 'memorizing',
    model: (size) => ({ name: '2-mlp-bias', width: size + 3 }),
    checks: [fits, meetsTheBound, meetsTheBoundByDifferences, oneHot, errorOff],
  },
  {
    name: 'theorem-4-1-deep',
    title: 'three and four layers with bias: a flattest net that memorizes',
    init: 'memorizing',
    model: (size) => ({ name: 'mlp-bias', widths: size > 24 ? [size, size] : [size, size, size] }),
    checks: [fits, meetsTheBound, meetsTheBoundByDifferences],
    on: [0, 2],
  },
  {
    name: 'proposition-4-2',
    title: 'two layers with bias: a flattest net that generalizes',
    init: 'generalizing-flattest',
    model: (size) => ({ name: '2-mlp-bias', width: size }),
    checks: [fits, meetsTheBound, meetsTheBoundByDifferences, exactOnTheCube],
  },
  {
    name: 'proposition-5-1',
    title: 'simplified LayerNorm: a flattest net that memorizes (Theorem 5.1)',
    init: 'memorizing',
    model: (size) => ({ name: '2-mlp-sim-ln', width: size + 3, epsilon: 0.1 }),
    checks: [fits, meetsTheBound, meetsTheBoundByDifferences, oneHot, errorOff],
  },
  {
    name: 'proposition-5-2',
    title: 'simplified LayerNorm: a flattest net that generalizes (Theorem 5.1)',
    init: 'generalizing-flattest',
    model: (size) => ({ name: '2-mlp-sim-ln', width: size, epsilon: 0.1 }),
    checks: [fits, meetsTheBound, meetsTheBoundByDifferences, exactOnTheCube],
  },
  {
    name: 'lemma-a-1',
    title: 'simplified BatchNorm on complete training sets: a net that generalizes, whose trace tends to the infimum 8',
    init: 'generalizing',
    model: (size) => ({ name: '2-mlp-sim-bn', width: size }),
    checks: [fits, meetsTheBound, meetsTheBoundByDifferences, exactOnTheCube],
    on: [0, 1],
  },
  {
    name: 'appendix-a-2-4',
    title: 'no bias: a net of four neurons that generalizes, whose trace tends to 4 sqrt(2 d)',
    init: 'generalizing',
    model: (size) => ({ name: '2-mlp-no-bias', width: size }),
    checks: [fits, tendsToTwiceTheDimension, exactOnTheCube],
  },
];

function tendsToTwiceTheDimension(id: string): Check {
  return {
    id: `${id}/trace`,
    statement: 'The trace of its Hessian is 4 sqrt(2 d), but for the distance e = 1e-3 from the kinks.',
    statistic: '|trace / (4 sqrt(2 d)) - 1|, by the engines',
    expected: { below: 2e-3 },
    why: 'it deviates by the order of e',
    value: ({ final, data }) =>
      Math.abs((final['hessian-trace'] ?? Number.NaN) / (4 * Math.sqrt(2 * data.train.dimension)) - 1),
  };
}

/** The paper's exact constructions: what they fit, how flat they are, and what they are worth elsewhere. */
export const flattestNets: Readonly<Record<string, () => Study>> = Object.fromEntries(
  constructions.map(({ name, title, init, model, checks, on }) => [
    name,
    () =>
      exactStudy({
        name,
        title,
        cases: trainingSets
          .filter((_, index) => on?.includes(index) ?? true)
          .flatMap(({ dataset, size }) =>
            seeds.flatMap((seed) => onBothEngines({ dataset, model: model(size), init, seed })),
          ),
        checks: checks.map((check) => check(name)),
      }),
  ]),
);
