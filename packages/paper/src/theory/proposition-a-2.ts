import { cos, type ParameterValues, rootStream, type Samples, sin } from '@sharpness-lab/core';
import { decideByWorst, type Study } from '@sharpness-lab/studies';
import { samplesAt } from '../circle-samples.ts';
import { circleNet } from '../constructions/circle.ts';
import { type Points, pointsOf, reluNetwork, weightsOf } from './reference-networks.ts';

/** Samples, one at a random place in each of as many equal arcs. */
const sizes = [10, 20, 40] as const;

const seeds = [0, 1, 2] as const;

const FULL_TURN = 2 * Math.PI;

/** A Lipschitz target: 0.3 + sin(2 phi). */
const target = (x: number, y: number) => 0.3 + 2 * x * y;

/** Narrowness of the order of the squared gap, as the error needs it. */
const NARROWNESS = 0.01;
const NODES = 24;

/**
 * Proposition A.2: on the unit circle there are flattest nets whose error is of the order of the squared gap delta
 * between samples. The net printed in the paper does not interpolate; {@link circleNet} is one that does, all of whose
 * neurons are active on one sample each.
 *
 * Source: Wen, Li, Ma, "Sharpness Minimization Algorithms Do Not Only Minimize Sharpness To Achieve Better
 * Generalization", 2023, arXiv:2307.11007, proposition A.2; the construction is ours.
 */
export function propositionA2(): Study {
  return {
    name: 'proposition-a.2',
    title: 'flattest nets on the circle whose error falls with the squared gap between samples',
    experiments: {},
    conclude() {
      const nets = sizes.flatMap((size) =>
        seeds.map((seed) => {
          const train = circleSamples(size, seed);
          return { label: `n = ${size}, seed ${seed}`, size, train, net: circleNet(train, NARROWNESS, NODES) };
        }),
      );
      return {
        claims: [
          decideByWorst(
            {
              id: 'proposition-a.2/flattest',
              statement: 'The net interpolates and meets the lower bound of the trace.',
              statistic: '|(2/n) sum ||grad f||^2 over the bound - 1|, plus the largest error at a sample',
              expected: { below: 0.02 },
              why: 'neurons as narrow as a hundredth of a gap, in single precision, give outputs to some percent',
            },
            nets.map(({ label, train, net }) => ({ label, value: distanceToBound(net, train) + errorAt(net, train) })),
          ),
          decideByWorst(
            {
              id: 'proposition-a.2/error',
              statement: 'Its error is of the order of the squared gap.',
              statistic: 'mean squared error on the circle over delta^2, delta = 2 pi / n',
              expected: { below: 0.2 },
              why: 'a constant that does not grow with n, fixed at a tenth of the squared Lipschitz constant 2, halved',
            },
            nets.map(({ label, size, net }) => {
              const delta = FULL_TURN / size;
              return { label, value: meanSquaredError(net) / (delta * delta) };
            }),
          ),
        ],
        tables: [],
      };
    },
  };
}

function circleSamples(size: number, seed: number): Samples {
  const stream = rootStream(seed).child('circle');
  const angles = Array.from({ length: size }, (_, i) => (FULL_TURN * (i + 0.2 + 0.6 * stream.uniform())) / size);
  return samplesAt(angles, target);
}

/** ||grad f(x)||^2 = ||h||^2 + sum of W2_j^2 ||x'||^2 over active neurons, where ||x'||^2 = 2. */
function distanceToBound(net: ParameterValues<'W1' | 'b1' | 'W2'>, train: Samples): number {
  let squares = 0;
  let least = 0;
  for (const [i, x] of pointsOf(train).entries()) {
    for (const [j, outgoing] of net.W2.entries()) {
      const [x1, x2] = x as unknown as readonly [number, number];
      const z = (net.W1[2 * j] as number) * x1 + (net.W1[2 * j + 1] as number) * x2 + (net.b1[j] as number);
      if (z > 0) squares += z * z + 2 * outgoing * outgoing;
    }
    least += 2 * Math.sqrt(2) * Math.abs(train.targets[i] as number);
  }
  return Math.abs(squares / least - 1);
}

function errorAt(net: ParameterValues, train: Samples): number {
  const points = pointsOf(train);
  const outputs = outputsOf(net, points);
  return Math.max(...outputs.map((output, i) => Math.abs(output - (train.targets[i] as number))));
}

function meanSquaredError(net: ParameterValues): number {
  const count = 4_001;
  const points = Array.from({ length: count }, (_, k) =>
    Float64Array.of(cos((FULL_TURN * k) / count), sin((FULL_TURN * k) / count)),
  );
  const errors = outputsOf(net, points).map((output, k) => {
    const [x1, x2] = points[k] as unknown as readonly [number, number];
    return output - target(x1, x2);
  });
  return errors.reduce((sum, each) => sum + each * each, 0) / count;
}

function outputsOf(net: ParameterValues, points: Points): number[] {
  return reluNetwork.outputs(weightsOf(net), points, points);
}
