import { type Model, type ParameterValues, RandomStream, type Samples } from '@sharpness-lab/core';
import { createPlugin } from '@sharpness-lab/core/testing';
import { describe, expect, test } from 'vitest';
import { twoLayerBias, twoLayerNoBias, twoLayerSimBn, twoLayerSimLn } from './index.ts';

const width = 5;
const dimension = 3;
const epsilon = 0.7;

type Theta = Record<string, number[]>;
type Formula = (theta: Theta, x: readonly number[], train: readonly (readonly number[])[]) => number;

const relu = (value: number) => Math.max(0, value);
const hidden = ({ W1 = [], b1 }: Theta, x: readonly number[]) =>
  Array.from({ length: width }, (_, j) =>
    relu(x.reduce((sum, value, k) => sum + (W1[j * dimension + k] as number) * value, b1?.[j] ?? 0)),
  );
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
