import { rootStream, type Samples } from '@sharpness-lab/core';
import { type Claim, decideByWorst, type LabelledValue, type Study } from '@sharpness-lab/studies';
import { fewCoordinatesNet } from '../constructions/few-coordinates.ts';
import { traceByDifferences } from './finite-differences.ts';
import { squaredError } from './reference-losses.ts';
import { pointsOf, reluNetwork, weightsOf } from './reference-networks.ts';
import { relativeError } from './relative-error.ts';

/** A target that depends on few coordinates, whose values are extreme points of equal norm. */
interface Target {
  readonly name: string;
  /** The coordinates of x that matter, from 0 on. */
  readonly coordinates: readonly number[];
  /** Their values v_j and targets y_j. */
  readonly values: readonly { readonly v: readonly number[]; readonly y: number }[];
}

const signs = [1, -1] as const;

const targets: readonly Target[] = [
  {
    name: 'x[1] x[2]',
    coordinates: [0, 1],
    values: signs.flatMap((i) => signs.map((j) => ({ v: [i, j], y: i * j }))),
  },
  {
    name: 'x[1] x[2] x[4]',
    coordinates: [0, 1, 3],
    values: signs.flatMap((i) => signs.flatMap((j) => signs.map((k) => ({ v: [i, j, k], y: i * j * k })))),
  },
  {
    name: 'six numbers at six points of norm 5',
    coordinates: [2, 0],
    values: [
      { v: [5, 0], y: 0.3 },
      { v: [3, 4], y: -2 },
      { v: [0, 5], y: 1 },
      { v: [-4, 3], y: 0.7 },
      { v: [-3, -4], y: -0.5 },
      { v: [4, -3], y: 1.5 },
    ],
  },
];

const sizes = [
  { dimension: 6, radius: 6, seed: 0 },
  { dimension: 30, radius: 8, seed: 1 },
] as const;

const cases = targets.flatMap((target) => sizes.map((size) => ({ target, ...size })));

const TRAIN = 20;
const TEST = 2000;

const assertions = {
  exact: {
    id: 'proposition-a.1/exact',
    statement: 'The net interpolates its training set and is right on fresh samples.',
    statistic: 'max |f - y| over max |y|, training set and 2000 fresh samples',
    expected: { below: 1e-5 },
    why: 'single precision, 6e-8, times the norm over the gap between the values',
  },
  flattest: {
    id: 'proposition-a.1/flattest',
    statement: 'The net meets the lower bound, by finite differences of the loss.',
    statistic: 'relative distance of second differences to (4/n) sum_i sqrt(R^2 + 1) |y_i|',
    expected: { below: 1e-4 },
    why: 'differences of doubles are right to about 1e-6',
  },
} satisfies Record<string, Claim>;

/**
 * Proposition A.1: where the target depends on a few coordinates, whose values are extreme points of equal norm, and all
 * inputs have norm R, there is a flattest network with bias that has error 0.
 *
 * Source: Wen, Li, Ma, "Sharpness Minimization Algorithms Do Not Only Minimize Sharpness To Achieve Better
 * Generalization", 2023, arXiv:2307.11007, proposition A.1, with its equation (16) corrected.
 */
export function propositionA1(): Study {
  return {
    name: 'proposition-a.1',
    title: 'a target of few coordinates has a flattest net that generalizes',
    experiments: {},
    conclude() {
      const nets = cases.map(netOf);
      const values = (value: (net: Net) => number): LabelledValue[] =>
        nets.map((net) => ({ label: net.label, value: value(net) }));
      return {
        claims: [
          decideByWorst(
            assertions.exact,
            values((net) => Math.max(largestError(net, net.train), largestError(net, net.test))),
          ),
          decideByWorst(assertions.flattest, values(distanceToBound)),
        ],
        tables: [],
      };
    },
  };
}

type Net = ReturnType<typeof netOf>;

function netOf({ target, dimension, radius, seed }: (typeof cases)[number]) {
  const values: Samples = {
    size: target.values.length,
    dimension: target.coordinates.length,
    inputs: Float32Array.from(target.values.flatMap(({ v }) => [...v])),
    targets: Float32Array.from(target.values, ({ y }) => y),
  };
  return {
    label: `${target.name}, d = ${dimension}, R = ${radius}, seed ${seed}`,
    weights: weightsOf(fewCoordinatesNet(values, target.coordinates, dimension, radius)),
    radius,
    train: draw(target, { dimension, radius, size: TRAIN, seed }),
    test: draw(target, { dimension, radius, size: TEST, seed: seed + 100 }),
  };
}

function largestError({ weights }: Net, samples: Samples): number {
  const points = pointsOf(samples);
  const errors = reluNetwork
    .outputs(weights, points, points)
    .map((output, i) => Math.abs(output - (samples.targets[i] as number)));
  return Math.max(...errors) / samples.targets.reduce((most, y) => Math.max(most, Math.abs(y)), 0);
}

function distanceToBound({ weights, radius, train }: Net): number {
  const size = train.targets.reduce((sum, y) => sum + Math.abs(y), 0) / TRAIN;
  return relativeError(
    traceByDifferences(reluNetwork, weights, train, squaredError),
    4 * Math.sqrt(radius * radius + 1) * size,
  );
}

interface Draw {
  readonly dimension: number;
  readonly radius: number;
  readonly size: number;
  readonly seed: number;
}

/** Inputs of norm R with values of the target's coordinates drawn alike, the others uniform on a sphere. */
function draw({ coordinates, values }: Target, { dimension, radius, size, seed }: Draw): Samples {
  const stream = rootStream(seed).child('samples');
  const inputs = new Float32Array(size * dimension);
  const targets = new Float32Array(size);
  for (let i = 0; i < size; i++) {
    const { v, y } = values[stream.integer(values.length)] as (typeof values)[number];
    const x = Array.from({ length: dimension }, (_, k) => (coordinates.includes(k) ? 0 : stream.normal()));
    const scale = Math.sqrt((radius * radius - squaredNorm(v)) / squaredNorm(x));
    inputs.set(
      x.map((value) => scale * value),
      i * dimension,
    );
    coordinates.forEach((coordinate, k) => {
      inputs[i * dimension + coordinate] = v[k] as number;
    });
    targets[i] = y;
  }
  return { size, dimension, inputs, targets };
}

function squaredNorm(x: readonly number[]): number {
  return x.reduce((sum, value) => sum + value * value, 0);
}
