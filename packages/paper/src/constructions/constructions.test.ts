import { drawData, type ParameterValues, rootStream, type Samples } from '@sharpness-lab/core';
import { createPlugin } from '@sharpness-lab/core/testing';
import { completeXor, uniformBall, xor } from '@sharpness-lab/datasets';
import { describe, expect, test } from 'vitest';
import { traceBounds } from '../bounds/trace-bounds.ts';
import { fewCoordinatesNet } from './few-coordinates.ts';
import { flatSimBnNet } from './flat-sim-bn.ts';
import { generalizingNoBiasNet, generalizingSimBnNet } from './generalizing.ts';
import { generalizingBiasNet, generalizingSimLnNet } from './generalizing-flattest.ts';
import { isMemorizing } from './is-memorizing.ts';
import { memorizingDeepNet, memorizingNet, memorizingSimLnNet } from './memorizing.ts';

const hypercube = (dimension: number, trainSize: number, seed: number) =>
  drawData(createPlugin(xor, { dimension, trainSize, testSize: 200 }), seed);

type Network = (parameters: Record<string, number[]>, x: readonly number[], train: readonly number[][]) => number;

const hidden = ({ W1, b1 }: Record<string, number[]>, x: readonly number[]): number[] => {
  const rows = (W1 as number[]).length / x.length;
  return Array.from({ length: rows }, (_, j) =>
    Math.max(
      0,
      x.reduce((sum, value, k) => sum + value * (W1?.[j * x.length + k] as number), b1?.[j] ?? 0),
    ),
  );
};
const readout = ({ W2 }: Record<string, number[]>, h: readonly number[]) =>
  h.reduce((sum, value, j) => sum + value * (W2?.[j] as number), 0);

/** The architectures as the paper writes them, in double precision, independent of the models package. */
const plain: Network = (parameters, x) => readout(parameters, hidden(parameters, x));
const deep =
  (depth: number): Network =>
  (parameters, x) => {
    let h = hidden(parameters, x);
    for (let layer = 2; layer <= depth; layer++) {
      const W = parameters[`W${layer}`] as number[];
      const z = Array.from({ length: W.length / h.length }, (_, j) =>
        h.reduce((sum, value, k) => sum + value * (W[j * h.length + k] as number), 0),
      );
      h = layer < depth ? z.map((value) => Math.max(0, value)) : z;
    }
    return h[0] as number;
  };
const simLn =
  (epsilon: number): Network =>
  (parameters, x) => {
    const h = hidden(parameters, x);
    return readout(parameters, h) / Math.max(Math.hypot(...h), epsilon);
  };
const simBn: Network = (parameters, x, train) => {
  const all = train.map((point) => hidden(parameters, point));
  const h = hidden(parameters, x).map((z, j) => {
    const s = Math.sqrt(all.reduce((sum, row) => sum + (row[j] as number) ** 2, 0) / train.length);
    return s === 0 ? 0 : ((parameters.gamma?.[j] as number) * z) / s;
  });
  return readout(parameters, h);
};

const rowsOf = ({ size, dimension, inputs }: Samples) =>
  Array.from({ length: size }, (_, i) => [...inputs.subarray(i * dimension, (i + 1) * dimension)]);

const doubles = (parameters: ParameterValues) =>
  Object.fromEntries(Object.entries(parameters).map(([name, values]) => [name, [...values]]));

/** Trace of the Hessian of the mean squared error, by second differences of the loss in each parameter. */
function traceByDifferences(network: Network, parameters: ParameterValues, train: Samples): number {
  const theta = doubles(parameters);
  const points = rowsOf(train);
  const loss = () =>
    points.reduce((sum, x, i) => sum + (network(theta, x, points) - (train.targets[i] as number)) ** 2, 0) / train.size;
  const center = loss();
  let trace = 0;
  for (const values of Object.values(theta)) {
    for (let k = 0; k < values.length; k++) {
      const value = values[k] as number;
      const step = 1e-4 * Math.max(1e-3, Math.abs(value));
      values[k] = value + step;
      const above = loss();
      values[k] = value - step;
      const below = loss();
      values[k] = value;
      trace += (above - 2 * center + below) / step ** 2;
    }
  }
  return trace;
}

function errorOff(network: Network, parameters: ParameterValues, train: Samples, held: Samples): number {
  const theta = doubles(parameters);
  const points = rowsOf(train);
  const seen = new Set(points.map((x) => x.join()));
  const unseen = rowsOf(held)
    .map((x, i) => ({ x, y: held.targets[i] as number }))
    .filter(({ x }) => !seen.has(x.join()));
  return unseen.filter(({ x, y }) => y * network(theta, x, points) <= 0).length / unseen.length;
}

function largestResidual(network: Network, parameters: ParameterValues, train: Samples): number {
  const theta = doubles(parameters);
  const points = rowsOf(train);
  return Math.max(...points.map((x, i) => Math.abs(network(theta, x, points) - (train.targets[i] as number))));
}

describe.each([
  [8, 6, 0],
  [12, 20, 1],
  [30, 15, 2],
])('d = %d, n = %d, seed %d', (dimension, size, seed) => {
  const { train, test: held } = hypercube(dimension, size, seed);
  const points = rowsOf(train);
  const epsilon = 0.1;
  const cases = [
    ...[[size], [size, size + 1], [size + 2, size, size + 1]].map((widths) => ({
      name: `memorizing net of depth ${widths.length + 1}`,
      network: deep(widths.length + 1),
      model: 'mlp-bias',
      options: { widths },
      parameters: memorizingDeepNet(train, widths),
    })),
    {
      name: 'memorizing net',
      network: plain,
      model: '2-mlp-bias',
      options: {},
      parameters: memorizingNet(train, size + 2),
    },
    {
      name: 'memorizing Sim-LN net',
      network: simLn(epsilon),
      model: '2-mlp-sim-ln',
      options: { epsilon },
      parameters: memorizingSimLnNet(train, size, epsilon),
    },
  ];

  test.each(cases)('the $name interpolates with one neuron a sample', ({ network, parameters }) => {
    const theta = doubles(parameters);
    points.forEach((x, i) => {
      expect(network(theta, x, points)).toBeCloseTo(train.targets[i] as number, 5);
      const active = hidden(theta, x).map((value) => value > 0);
      expect(active.indexOf(true)).toBe(i);
      expect(active.filter(Boolean)).toHaveLength(1);
    });
  });

  test.each(cases)('the $name is as flat as the bound allows, by differences of the loss', (each) => {
    const bound = traceBounds[each.model]?.(train, each.options) as number;
    expect(traceByDifferences(each.network, each.parameters, train) / bound).toBeCloseTo(1, 3);
  });

  test.each(cases)('the $name is wrong everywhere off the training set', ({ network, parameters }) => {
    expect(errorOff(network, parameters, train, held)).toBe(1);
  });

  test.each([
    { model: '2-mlp-bias', network: plain, parameters: generalizingBiasNet(dimension) },
    { model: '2-mlp-sim-ln', network: simLn(epsilon), parameters: generalizingSimLnNet(dimension, epsilon) },
  ])('the flattest generalizing net of $model is exact on the cube and meets the bound', (each) => {
    const theta = doubles(each.parameters);
    for (const x of [...points, ...rowsOf(held)]) {
      expect(each.network(theta, x, points)).toBeCloseTo((x[0] as number) * (x[1] as number), 5);
    }
    const bound = traceBounds[each.model]?.(train, { epsilon }) as number;
    expect(traceByDifferences(each.network, each.parameters, train) / bound).toBeCloseTo(1, 3);
  });

  test('the generalizing net without bias is right everywhere, and its trace comes near 4 sqrt(2 d)', () => {
    const parameters = generalizingNoBiasNet(dimension);
    expect(errorOff(plain, parameters, train, held)).toBe(0);
    expect(traceByDifferences(plain, parameters, train) / (4 * Math.sqrt(2 * dimension))).toBeCloseTo(1, 2);
  });

  test('the generalizing Sim-BN net is right everywhere, and its trace comes near 4 sum sqrt(n_s / n)', () => {
    const parameters = generalizingSimBnNet(train);
    const quadrants = new Map<string, number>();
    for (const [a, b] of points) quadrants.set(`${a} ${b}`, (quadrants.get(`${a} ${b}`) ?? 0) + 1);
    const limit = 4 * [...quadrants.values()].reduce((sum, count) => sum + Math.sqrt(count / size), 0);
    const seenQuadrants = held.size > 0 && quadrants.size === 4;
    if (seenQuadrants) expect(errorOff(simBn, parameters, train, held)).toBe(0);
    expect(traceByDifferences(simBn, parameters, train) / limit).toBeCloseTo(1, 2);
  });
});

test('targets of any size are memorized on the bound', () => {
  const { train } = hypercube(10, 8, 4);
  const stream = rootStream(5);
  const targets = train.targets.map(() => 3 * stream.uniform() - 1.5);
  const scaled = { ...train, targets };
  const bound = traceBounds['2-mlp-bias']?.(scaled, {}) as number;
  expect(traceByDifferences(plain, memorizingNet(scaled, 8), scaled) / bound).toBeCloseTo(1, 3);
});

test('targets of any size are memorized on the bound at depth 4', () => {
  const { train } = hypercube(10, 8, 4);
  const stream = rootStream(6);
  const targets = train.targets.map(() => 3 * stream.uniform() - 1.5);
  const scaled = { ...train, targets };
  const widths = [8, 9, 8];
  const bound = traceBounds['mlp-bias']?.(scaled, { widths }) as number;
  expect(traceByDifferences(deep(4), memorizingDeepNet(scaled, widths), scaled) / bound).toBeCloseTo(1, 3);
});

describe('the flattest net with simplified BatchNorm by search', () => {
  const complete = createPlugin(completeXor, { dimension: 5, tails: 6, testSize: 100 });

  test.each([0, 1])('on a complete training set it reaches the infimum 8 and generalizes, seed %i', (seed) => {
    const { train, test: held } = drawData(complete, seed);
    const parameters = flatSimBnNet(train, 20, rootStream(seed));
    expect(errorOff(simBn, parameters, train, held)).toBe(0);
    expect(largestResidual(simBn, parameters, train)).toBeLessThan(1e-3);
    expect(traceByDifferences(simBn, parameters, train) / 8).toBeCloseTo(1, 2);
  });

  test('on a random one it is no sharper than the generalizing net', () => {
    const { train } = hypercube(12, 30, 1);
    const trace = ({ gamma, W2 }: ParameterValues<'gamma' | 'W2'>) =>
      2 * [...gamma, ...W2].reduce((sum, value) => sum + value * value, 0);
    const parameters = flatSimBnNet(train, 60, rootStream(1));
    expect(largestResidual(simBn, parameters, train)).toBeLessThan(1e-3);
    expect(trace(parameters)).toBeLessThan(trace(generalizingSimBnNet(train)));
  });
});

describe('extreme points of unequal norm', () => {
  const { train } = drawData(createPlugin(uniformBall, { dimension: 10, trainSize: 25, testSize: 1 }), 2);
  const points = rowsOf(train);
  const epsilon = 0.1;
  test.each([
    { model: '2-mlp-bias', options: {}, network: plain, parameters: memorizingNet(train, 25) },
    {
      model: 'mlp-bias',
      options: { widths: [25, 26] },
      network: deep(3),
      parameters: memorizingDeepNet(train, [25, 26]),
    },
    {
      model: '2-mlp-sim-ln',
      options: { epsilon },
      network: simLn(epsilon),
      parameters: memorizingSimLnNet(train, 25, epsilon),
    },
  ])('are memorized by $model on the bound', ({ model, options, network, parameters }) => {
    const theta = doubles(parameters);
    points.forEach((x, i) => {
      expect(network(theta, x, points)).toBeCloseTo(train.targets[i] as number, 4);
      expect(hidden(theta, x).flatMap((value, j) => (value > 0 ? [j] : []))).toEqual([i]);
    });
    const bound = traceBounds[model]?.(train, options) as number;
    expect(traceByDifferences(network, parameters, train) / bound).toBeCloseTo(1, 3);
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
  const picked = (x: readonly number[]) => coordinates.map((k) => x[k] as number);
  const labelled = { ...train, targets: Float32Array.from(rowsOf(train), (x) => target(picked(x))) };
  const parameters = fewCoordinatesNet(values, coordinates, 12, Math.sqrt(12));

  test('are met everywhere by a net of a neuron a value', () => {
    const theta = doubles(parameters);
    for (const x of rowsOf(held)) expect(plain(theta, x, [])).toBeCloseTo(target(picked(x)), 5);
  });

  test('are met on the bound', () => {
    const bound = traceBounds['2-mlp-bias']?.(labelled, {}) as number;
    expect(traceByDifferences(plain, parameters, labelled) / bound).toBeCloseTo(1, 3);
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
