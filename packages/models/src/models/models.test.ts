import { LabError, type Model, type ParameterValues, RandomStream, type Samples } from '@sharpness-lab/core';
import { createPlugin } from '@sharpness-lab/core/testing';
import { describe, expect, test } from 'vitest';
import { mlpBias, twoLayerBias, twoLayerNoBias, twoLayerSimBn, twoLayerSimLn, twoLayerSoftplus } from '../plugins.ts';

const width = 5;
const dimension = 3;
const epsilon = 0.7;

type Theta = Record<string, number[]>;
type Formula = (theta: Theta, x: readonly number[], train: readonly (readonly number[])[]) => number;

const relu = (value: number) => Math.max(0, value);
const firstLayer = ({ W1 = [], b1 }: Theta, x: readonly number[]) =>
  Array.from({ length: width }, (_, j) =>
    x.reduce((sum, value, k) => sum + (W1[j * dimension + k] as number) * value, b1?.[j] ?? 0),
  );
const hidden = (theta: Theta, x: readonly number[]) => firstLayer(theta, x).map(relu);
const dot = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, value, k) => sum + value * (b[k] as number), 0);

const plain: Formula = (theta, x) => dot(theta.W2 ?? [], hidden(theta, x));

/** The paper's definitions, written anew and in double precision. */
const architectures: readonly { name: string; model: Model; formula: Formula }[] = [
  { name: 'no bias', model: createPlugin(twoLayerNoBias, { width }), formula: plain },
  { name: 'bias', model: createPlugin(twoLayerBias, { width }), formula: plain },
  {
    name: 'Sim-BN',
    model: createPlugin(twoLayerSimBn, { width, initialGamma: 0.1 }),
    formula: (theta, x, train) => {
      const all = train.map((point) => hidden(theta, point));
      const normalized = hidden(theta, x).map((z, j) => {
        const s = Math.sqrt(all.reduce((sum, row) => sum + (row[j] as number) ** 2, 0) / train.length);
        return s === 0 ? 0 : ((theta.gamma?.[j] as number) * z) / s;
      });
      return dot(theta.W2 ?? [], normalized);
    },
  },
  {
    name: 'Sim-LN',
    model: createPlugin(twoLayerSimLn, { width, epsilon }),
    formula: (theta, x) => {
      const h = hidden(theta, x);
      return dot(theta.W2 ?? [], h) / Math.max(Math.hypot(...h), epsilon);
    },
  },
  {
    name: 'softplus',
    model: createPlugin(twoLayerSoftplus, { width }),
    formula: (theta, x) =>
      dot(
        theta.W2 ?? [],
        firstLayer(theta, x).map((a) => Math.log(1 + Math.exp(a))),
      ),
  },
  {
    name: 'depth 4',
    model: createPlugin(mlpBias, { widths: [width, 4, 3] }),
    formula: ({ W2 = [], W3 = [], W4 = [], ...first }, x) => {
      const second = [0, 1, 2, 3].map((j) => relu(dot(W2.slice(5 * j, 5 * j + 5), hidden(first, x))));
      const third = [0, 1, 2].map((j) => relu(dot(W3.slice(4 * j, 4 * j + 4), second)));
      return dot(W4, third);
    },
  },
];

function draw(model: Model, stream: RandomStream, dead: boolean) {
  const values = (length: number) => Float32Array.from({ length }, () => 2 * stream.uniform() - 1);
  const samples = (size: number): Samples => ({
    size,
    dimension,
    inputs: values(size * dimension),
    targets: values(size),
  });
  const parameters: ParameterValues = Object.fromEntries(
    Object.entries(model.parameters(dimension)).map(([name, { shape }]) => [
      name,
      values(shape.reduce((a, b) => a * b, 1)),
    ]),
  );
  // A first neuron that is inactive on every sample.
  if (dead) parameters.b1?.set([-100]);
  return { parameters, train: samples(7), held: samples(4) };
}

const rows = ({ size, inputs }: Samples) =>
  Array.from({ length: size }, (_, i) => [...inputs.subarray(i * dimension, (i + 1) * dimension)]);

/** Value, squared gradient norm and Laplacian by central differences. */
function differences(f: (theta: Theta) => number, theta: Theta) {
  const step = 1e-4;
  const center = f(theta);
  let squaredNorm = 0;
  let laplacian = 0;
  for (const values of Object.values(theta)) {
    for (let k = 0; k < values.length; k++) {
      const value = values[k] as number;
      values[k] = value + step;
      const above = f(theta);
      values[k] = value - step;
      const below = f(theta);
      values[k] = value;
      squaredNorm += ((above - below) / (2 * step)) ** 2;
      laplacian += (above - 2 * center + below) / step ** 2;
    }
  }
  return { center, squaredNorm, laplacian };
}

function expectNear(value: number | undefined, expected: number, tolerance: number) {
  expect(Math.abs((value as number) - expected)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(expected)));
}

describe.each(architectures)('$name', ({ name, model, formula }) => {
  test.each([0, 1, 2, 3, 4, 5])('closed forms agree with differences of the paper’s formula, draw %d', (seed) => {
    const { parameters, train, held } = draw(model, new RandomStream(`${name} ${seed}`), seed === 5);
    const points = rows(train);
    for (const samples of [train, held]) {
      const forms = model.closedForms?.derivatives(parameters, samples, train);
      rows(samples).forEach((x, i) => {
        const theta = Object.fromEntries(Object.entries(parameters).map(([key, values]) => [key, [...values]]));
        // For training samples the statistic of Sim-BN is taken over `points`, for others it is the same function.
        const { center, squaredNorm, laplacian } = differences((at) => formula(at, x, points), theta);
        expectNear(forms?.outputs[i], center, 1e-9);
        expectNear(forms?.squaredGradientNorms[i], squaredNorm, 1e-5);
        expectNear(forms?.laplacians[i], laplacian, 1e-4);
      });
    }
  });
});

describe('mlp-bias', () => {
  const samples = { size: 2, dimension: 2, inputs: Float32Array.of(1, 2, -1, 0.5), targets: Float32Array.of(1, -1) };

  test('with one hidden layer it is 2-mlp-bias, bit for bit', () => {
    const [deep, shallow] = [createPlugin(mlpBias, { widths: [width] }), createPlugin(twoLayerBias, { width })];
    expect(deep.parameters(dimension)).toEqual(shallow.parameters(dimension));
    const { parameters, train, held } = draw(shallow, new RandomStream('one hidden layer'), false);
    for (const drawn of [train, held]) {
      expect(deep.closedForms?.derivatives(parameters, drawn, train)).toEqual(
        shallow.closedForms?.derivatives(parameters, drawn, train),
      );
    }
    expect(deep.closedForms?.neuronNorms(parameters)).toEqual(shallow.closedForms?.neuronNorms(parameters));
  });

  test('names its layers from 1 to D, the fan in of each the width below', () => {
    expect(createPlugin(mlpBias, { widths: [4, 3, 2] }).parameters(5)).toEqual({
      W1: { shape: [4, 5], layer: 1, fanIn: 5 },
      b1: { shape: [4], layer: 1, fanIn: 5 },
      W2: { shape: [3, 4], layer: 2, fanIn: 4 },
      W3: { shape: [2, 3], layer: 3, fanIn: 3 },
      W4: { shape: [1, 2], layer: 4, fanIn: 2 },
    });
  });

  // h1 = (3, 0), h2 = (6, 3), f = 9 on the first sample; the second activates no neuron of the second layer.
  test('computes a network by hand', () => {
    const { closedForms } = createPlugin(mlpBias, { widths: [2, 2] });
    const parameters = {
      W1: Float32Array.of(1, 1, 0, -1),
      b1: Float32Array.of(0, 1),
      W2: Float32Array.of(2, -4, 1, -3),
      W3: Float32Array.of(1, 1),
    };
    const forms = closedForms?.derivatives(parameters, samples, samples);
    expect([...(forms?.outputs ?? [])]).toEqual([9, 0]);
    // ||h2||^2 + ||delta2||^2 ||h1||^2 + ||delta1||^2 ||x'||^2 = 45 + 2 9 + 9 6
    expect([...(forms?.squaredGradientNorms ?? [])]).toEqual([117, 0]);
    expect([...(forms?.laplacians ?? [])]).toEqual([0, 0]);
    const norms = closedForms?.neuronNorms(parameters);
    expect([...(norms?.incoming ?? [])]).toEqual([Math.SQRT2, Math.SQRT2]);
    expect([...(norms?.outgoing ?? [])]).toEqual([Math.sqrt(5), 5]);
  });

  test.each([[[]], [[3, 0]], [[2.5]]])('refuses the widths %j', (widths) => {
    expect(() => createPlugin(mlpBias, { widths })).toThrow(LabError);
  });
});

describe('2-mlp-softplus', () => {
  const { closedForms } = createPlugin(twoLayerSoftplus, { width: 1 });
  const at = (a: number) => {
    const parameters = { W1: Float32Array.of(a), b1: Float32Array.of(0), W2: Float32Array.of(2) };
    const samples = { size: 1, dimension: 1, inputs: Float32Array.of(1), targets: Float32Array.of(1) };
    const forms = closedForms?.derivatives(parameters, samples, samples);
    return [forms?.outputs[0], forms?.squaredGradientNorms[0], forms?.laplacians[0]] as [number, number, number];
  };

  test('is exact where the pre-activation is large', () => {
    expect(at(10_000)).toEqual([20_000, 10_000 ** 2 + 8, 0]);
    expect(at(-10_000)).toEqual([0, 0, 0]);
  });

  test('keeps its digits where the pre-activation is far below zero', () => {
    // To first order in e^a: f = 2 e^a, ||grad f||^2 = 9 e^(2a), Lap f = 4 e^a.
    const [output, squares, laplacian] = at(-40);
    expect(output / (2 * Math.exp(-40))).toBeCloseTo(1, 13);
    expect(squares / (9 * Math.exp(-80))).toBeCloseTo(1, 13);
    expect(laplacian / (4 * Math.exp(-40))).toBeCloseTo(1, 13);
  });
});
