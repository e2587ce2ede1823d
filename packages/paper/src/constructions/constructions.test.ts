import { drawData, type ParameterValues, rootStream, type Samples } from '@sharpness-lab/core';
import { createPlugin } from '@sharpness-lab/core/testing';
import { completeXor, uniformBall, xor } from '@sharpness-lab/datasets';
import { describe, expect, test } from 'vitest';
import { traceBounds } from '../bounds/trace-bounds.ts';
import { traceByDifferences } from '../theory/finite-differences.ts';
import { rightFraction, unseen } from '../theory/off-training-set.ts';
import { squaredError } from '../theory/reference-losses.ts';
import {
  firstLayer,
  type Points,
  pointsOf,
  type ReferenceNetwork,
  reluNetwork,
  simBnNetwork,
  simLnNetwork,
  weightsOf,
} from '../theory/reference-networks.ts';
import { fewCoordinatesNet } from './few-coordinates.ts';
import { flatSimBnNet } from './flat-sim-bn.ts';
import { generalizingNoBiasNet, generalizingSimBnNet } from './generalizing.ts';
import { generalizingBiasNet, generalizingSimLnNet } from './generalizing-flattest.ts';
import { isMemorizing } from './is-memorizing.ts';
import { memorizingDeepNet, memorizingNet, memorizingSimLnNet } from './memorizing.ts';

const hypercube = (dimension: number, trainSize: number, seed: number) =>
  drawData(createPlugin(xor, { dimension, trainSize, testSize: 200 }), seed);

type Point = Points[number];

/** The output at one input. */
function outputAt(network: ReferenceNetwork, parameters: ParameterValues, x: Point, train: Points): number {
  return network.outputs(weightsOf(parameters), [x], train)[0] as number;
}

/** The neurons of the first layer that are active on an input. */
function activeOn(parameters: ParameterValues, x: Point): number[] {
  return [...firstLayer(weightsOf(parameters), x)].flatMap((value, j) => (value > 0 ? [j] : []));
}

function traceOf(network: ReferenceNetwork, parameters: ParameterValues, train: Samples): number {
  return traceByDifferences(network, weightsOf(parameters), train, squaredError);
}

function errorOff(network: ReferenceNetwork, parameters: ParameterValues, train: Samples, held: Samples): number {
  const points = unseen(pointsOf(held), train);
  return 1 - rightFraction(network.outputs(weightsOf(parameters), points, pointsOf(train)), points);
}

function largestResidual(network: ReferenceNetwork, parameters: ParameterValues, train: Samples): number {
  const points = pointsOf(train);
  const outputs = network.outputs(weightsOf(parameters), points, points);
  return Math.max(...outputs.map((output, i) => Math.abs(output - (train.targets[i] as number))));
}

describe.each([
  [8, 6, 0],
  [12, 20, 1],
  [30, 15, 2],
])('d = %d, n = %d, seed %d', (dimension, size, seed) => {
  const { train, test: held } = hypercube(dimension, size, seed);
  const points = pointsOf(train);
  const epsilon = 0.1;
  const cases = [
    ...[[size], [size, size + 1], [size + 2, size, size + 1]].map((widths) => ({
      name: `memorizing net of depth ${widths.length + 1}`,
      network: reluNetwork,
      model: 'mlp-bias',
      options: { widths },
      parameters: memorizingDeepNet(train, widths),
    })),
    {
      name: 'memorizing net',
      network: reluNetwork,
      model: '2-mlp-bias',
      options: {},
      parameters: memorizingNet(train, size + 2),
    },
    {
      name: 'memorizing Sim-LN net',
      network: simLnNetwork(epsilon),
      model: '2-mlp-sim-ln',
      options: { epsilon },
      parameters: memorizingSimLnNet(train, size, epsilon),
    },
  ];

  test.each(cases)('the $name interpolates with one neuron a sample', ({ network, parameters }) => {
    points.forEach((x, i) => {
      expect(outputAt(network, parameters, x, points)).toBeCloseTo(train.targets[i] as number, 5);
      expect(activeOn(parameters, x)).toEqual([i]);
    });
  });

  test.each(cases)('the $name is as flat as the bound allows, by differences of the loss', (each) => {
    const bound = traceBounds[each.model]?.(train, each.options) as number;
    expect(traceOf(each.network, each.parameters, train) / bound).toBeCloseTo(1, 3);
  });

  test.each(cases)('the $name is wrong everywhere off the training set', ({ network, parameters }) => {
    expect(errorOff(network, parameters, train, held)).toBe(1);
  });

  test.each([
    { model: '2-mlp-bias', network: reluNetwork, parameters: generalizingBiasNet(dimension) },
    { model: '2-mlp-sim-ln', network: simLnNetwork(epsilon), parameters: generalizingSimLnNet(dimension, epsilon) },
  ])('the flattest generalizing net of $model is exact on the cube and meets the bound', (each) => {
    for (const x of [...points, ...pointsOf(held)]) {
      expect(outputAt(each.network, each.parameters, x, points)).toBeCloseTo((x[0] as number) * (x[1] as number), 5);
    }
    const bound = traceBounds[each.model]?.(train, { epsilon }) as number;
    expect(traceOf(each.network, each.parameters, train) / bound).toBeCloseTo(1, 3);
  });

  test('the generalizing net without bias is right everywhere, and its trace comes near 4 sqrt(2 d)', () => {
    const parameters = generalizingNoBiasNet(dimension);
    expect(errorOff(reluNetwork, parameters, train, held)).toBe(0);
    expect(traceOf(reluNetwork, parameters, train) / (4 * Math.sqrt(2 * dimension))).toBeCloseTo(1, 2);
  });

  test('the generalizing Sim-BN net is right everywhere, and its trace comes near 4 sum sqrt(n_s / n)', () => {
    const parameters = generalizingSimBnNet(train);
    const quadrants = new Map<string, number>();
    for (const [a, b] of points) quadrants.set(`${a} ${b}`, (quadrants.get(`${a} ${b}`) ?? 0) + 1);
    const limit = 4 * [...quadrants.values()].reduce((sum, count) => sum + Math.sqrt(count / size), 0);
    const seenQuadrants = held.size > 0 && quadrants.size === 4;
    if (seenQuadrants) expect(errorOff(simBnNetwork, parameters, train, held)).toBe(0);
    expect(traceOf(simBnNetwork, parameters, train) / limit).toBeCloseTo(1, 2);
  });
});

test('targets of any size are memorized on the bound', () => {
  const { train } = hypercube(10, 8, 4);
  const stream = rootStream(5);
  const targets = train.targets.map(() => 3 * stream.uniform() - 1.5);
  const scaled = { ...train, targets };
  const bound = traceBounds['2-mlp-bias']?.(scaled, {}) as number;
  expect(traceOf(reluNetwork, memorizingNet(scaled, 8), scaled) / bound).toBeCloseTo(1, 3);
});

test('targets of any size are memorized on the bound at depth 4', () => {
  const { train } = hypercube(10, 8, 4);
  const stream = rootStream(6);
  const targets = train.targets.map(() => 3 * stream.uniform() - 1.5);
  const scaled = { ...train, targets };
  const widths = [8, 9, 8];
  const bound = traceBounds['mlp-bias']?.(scaled, { widths }) as number;
  expect(traceOf(reluNetwork, memorizingDeepNet(scaled, widths), scaled) / bound).toBeCloseTo(1, 3);
});

describe('the flattest net with simplified BatchNorm by search', () => {
  const complete = createPlugin(completeXor, { dimension: 5, tails: 6, testSize: 100 });

  test.each([0, 1])('on a complete training set it reaches the infimum 8 and generalizes, seed %i', (seed) => {
    const { train, test: held } = drawData(complete, seed);
    const parameters = flatSimBnNet(train, 20, rootStream(seed));
    expect(errorOff(simBnNetwork, parameters, train, held)).toBe(0);
    expect(largestResidual(simBnNetwork, parameters, train)).toBeLessThan(1e-3);
    expect(traceOf(simBnNetwork, parameters, train) / 8).toBeCloseTo(1, 2);
  });

  test('on a random one it is no sharper than the generalizing net', () => {
    const { train } = hypercube(12, 30, 1);
    const trace = ({ gamma, W2 }: ParameterValues<'gamma' | 'W2'>) =>
      2 * [...gamma, ...W2].reduce((sum, value) => sum + value * value, 0);
    const parameters = flatSimBnNet(train, 60, rootStream(1));
    expect(largestResidual(simBnNetwork, parameters, train)).toBeLessThan(1e-3);
    expect(trace(parameters)).toBeLessThan(trace(generalizingSimBnNet(train)));
  });
});

describe('extreme points of unequal norm', () => {
  const { train } = drawData(createPlugin(uniformBall, { dimension: 10, trainSize: 25, testSize: 1 }), 2);
  const points = pointsOf(train);
  const epsilon = 0.1;
  test.each([
    { model: '2-mlp-bias', options: {}, network: reluNetwork, parameters: memorizingNet(train, 25) },
    {
      model: 'mlp-bias',
      options: { widths: [25, 26] },
      network: reluNetwork,
      parameters: memorizingDeepNet(train, [25, 26]),
    },
    {
      model: '2-mlp-sim-ln',
      options: { epsilon },
      network: simLnNetwork(epsilon),
      parameters: memorizingSimLnNet(train, 25, epsilon),
    },
  ])('are memorized by $model on the bound', ({ model, options, network, parameters }) => {
    points.forEach((x, i) => {
      expect(outputAt(network, parameters, x, points)).toBeCloseTo(train.targets[i] as number, 4);
      expect(activeOn(parameters, x)).toEqual([i]);
    });
    const bound = traceBounds[model]?.(train, options) as number;
    expect(traceOf(network, parameters, train) / bound).toBeCloseTo(1, 3);
  });
});

test('what cannot be memorized is refused in words', () => {
  const { train } = hypercube(10, 8, 4);
  expect(() => memorizingNet(train, 7)).toThrow('needs a neuron a sample, 8, got 7');
  const twice = { ...train, inputs: Float32Array.from([...train.inputs.subarray(10), ...train.inputs.subarray(70)]) };
  expect(() => memorizingNet(twice, 8)).toThrow('needs distinct inputs');
  const midpoint = train.inputs.map((value, k) =>
    k < 10 ? ((train.inputs[10 + k] as number) + (train.inputs[20 + k] as number)) / 2 : value,
  );
  expect(() => memorizingNet({ ...train, inputs: midpoint }, 8)).toThrow('training input 0 is not');
});

describe('targets of three coordinates of the hypercube', () => {
  const { train, test: held } = hypercube(12, 20, 8);
  const coordinates = [5, 0, 9];
  const corners = Array.from({ length: 8 }, (_, j) => [1, 2, 4].map((bit) => (j & bit ? 1 : -1)));
  const target = ([a, b, c]: readonly number[]) => 0.3 + (a as number) * (b as number) - 0.5 * (c as number);
  const values: Samples = {
    size: 8,
    dimension: 3,
    inputs: Float32Array.from(corners.flat()),
    targets: Float32Array.from(corners, target),
  };
  const picked = (x: Point) => coordinates.map((k) => x[k] as number);
  const labelled = { ...train, targets: Float32Array.from(pointsOf(train), (x) => target(picked(x))) };
  const parameters = fewCoordinatesNet(values, coordinates, 12, Math.sqrt(12));

  test('are met everywhere by a net of a neuron a value', () => {
    for (const x of pointsOf(held)) {
      expect(outputAt(reluNetwork, parameters, x, [])).toBeCloseTo(target(picked(x)), 5);
    }
  });

  test('are met on the bound', () => {
    const bound = traceBounds['2-mlp-bias']?.(labelled, {}) as number;
    expect(traceOf(reluNetwork, parameters, labelled) / bound).toBeCloseTo(1, 3);
  });

  test('need coordinates that x has', () => {
    for (const wrong of [
      [0, 1],
      [0, 1, 12],
      [0, 1, 1],
      [0, 1, -1],
    ]) {
      expect(() => fewCoordinatesNet(values, wrong, 12, 1)).toThrow('expected 3 different ones of 0 to 11');
    }
  });
});

describe('a memorizing net', () => {
  const { train } = hypercube(10, 9, 0);
  const changed = (parameters: ParameterValues, name: string, change: (values: Float32Array) => void) => {
    const values = Float32Array.from(parameters[name] ?? []);
    change(values);
    return { ...parameters, [name]: values };
  };
  const two = memorizingNet(train, 12);
  const four = memorizingDeepNet(train, [9, 11, 10]);

  test('has one neuron a sample in each hidden layer', () => {
    expect(isMemorizing(two, train)).toBe(true);
    expect(isMemorizing(four, train)).toBe(true);
  });

  test('is not one where samples share a neuron, where one has two, and where one has none', () => {
    expect(isMemorizing(generalizingBiasNet(10), train)).toBe(false);
    const always = changed(two, 'b1', (b1) => b1.set([1], 11));
    expect(isMemorizing(always, train)).toBe(false);
    expect(
      isMemorizing(
        changed(two, 'b1', (b1) => b1.set([-1e3], 0)),
        train,
      ),
    ).toBe(false);
  });

  test('is not one where a later layer mixes samples', () => {
    expect(
      isMemorizing(
        changed(four, 'W3', (W3) => W3.set([0.1], 1)),
        train,
      ),
    ).toBe(false);
    const swapped = changed(four, 'W2', (W2) => {
      W2.set([-1], 0);
      W2.set([1], 9 * 10);
    });
    expect(isMemorizing(swapped, train)).toBe(false);
  });

  test('is recognized in networks with first-layer bias only', () => {
    expect(() => isMemorizing(generalizingNoBiasNet(10), train)).toThrow('expected parameters W1, b1, W2');
  });
});
