import type { ParameterValues, Samples } from '@sharpness-lab/core';
import { describe, expect, test } from 'vitest';
import { type ActivationData, activationMatrix } from './activation-matrix.ts';

/** Of f(x) = W2 relu(W1 x + b1). */
const closedForms: ActivationData['closedForms'] = {
  preActivations({ W1, b1 }, { size, dimension, inputs }) {
    const width = b1?.length ?? 0;
    return Float64Array.from({ length: size * width }, (_, k) => {
      const [i, j] = [Math.floor(k / width), k % width];
      const products = Array.from(
        { length: dimension },
        (_, c) => at(W1, j * dimension + c) * at(inputs, i * dimension + c),
      );
      return products.reduce((sum, product) => sum + product, at(b1, j));
    });
  },
  neuronNorms: ({ W2 }) => ({
    incoming: new Float64Array(W2?.length ?? 0),
    outgoing: Float64Array.from(W2 ?? [], Math.abs),
  }),
};

const at = (values: Float32Array | undefined, k: number) => values?.[k] ?? 0;

const matrixOf = (parameters: ParameterValues, train: Samples) =>
  activationMatrix({ name: 'a', title: 'Activations', closedForms, parameters, train });

const numbersOf = (parameters: ParameterValues, train: Samples) =>
  matrixOf(parameters, train)?.table.rows.map((row) => row.slice(1).map(Number)) ?? [];

/** Ten samples on the unit circle, at least 0.4 radians apart. */
const circleSamples: Samples = {
  size: 10,
  dimension: 2,
  inputs: Float32Array.from({ length: 10 }, (_, i) => 0.2 * Math.PI * i + 0.1 * Math.sin(i)).reduce(
    (inputs, angle, i) => {
      inputs.set([Math.cos(angle), Math.sin(angle)], 2 * i);
      return inputs;
    },
    new Float32Array(20),
  ),
  targets: Float32Array.from({ length: 10 }, (_, i) => (i % 2 === 0 ? 1 : -1) * (1 + i / 10)),
};

/** relu(x_i . x - 0.95) is active within 0.32 radians of x_i alone; four neurons to spare are silent. */
function memorizingNet({ inputs, targets }: Samples) {
  return {
    W1: Float32Array.from([...inputs, ...new Float32Array(8)]),
    b1: Float32Array.from({ length: 14 }, (_, j) => (j < 10 ? -0.95 : -1)),
    W2: Float32Array.from({ length: 14 }, (_, j) => (j < 10 ? at(targets, j) / 0.05 : 0)),
  };
}

/** One sample a quadrant, in no order. */
const train: Samples = {
  size: 4,
  dimension: 2,
  inputs: Float32Array.from([-2, 1, 2, 1, 2, -1, -2, -1]),
  targets: new Float32Array(4),
};

describe('activationMatrix', () => {
  test('is diagonal for a net that memorizes, whatever the order of its neurons', () => {
    const samples = circleSamples;
    const { W1, b1, W2 } = memorizingNet(samples);
    const order = [3, 12, 7, 0, 9, 1, 11, 8, 2, 6, 13, 4, 5, 10];
    const shuffled = {
      W1: Float32Array.from(order.flatMap((j) => [...W1.subarray(2 * j, 2 * j + 2)])),
      b1: Float32Array.from(order, (j) => at(b1, j)),
      W2: Float32Array.from(order, (j) => at(W2, j)),
    };
    const rows = numbersOf(shuffled, samples);
    expect(rows.map((row) => row.length)).toEqual(new Array(10).fill(10));
    rows.forEach((row, i) => {
      expect(row.flatMap((value, j) => (value > 1e-6 ? [j] : []))).toEqual([i]);
    });
    // A neuron alone on its sample makes its whole output, the target.
    const diagonal = rows.map((row, i) => row[i] as number).sort();
    const targets = Array.from(samples.targets, Math.abs).sort();
    diagonal.forEach((value, i) => {
      expect(value).toBeCloseTo(targets[i] as number, 4);
    });
    expect(matrixOf(shuffled, samples)?.description).toContain('Shown are 10 of 14 neurons');
    expect(matrixOf(shuffled, samples)?.description).toContain('makes 100 % of');
  });

  test('multiplies activations and outgoing weights, samples by the signs of their coordinates', () => {
    const parameters = {
      W1: Float32Array.from([-1, 0, 1, 0]),
      b1: Float32Array.from([0, 1]),
      W2: Float32Array.from([-3, 0.5]),
    };
    // Quadrants counterclockwise: samples 1, 0, 3, 2. The second neuron is largest on the first of them.
    expect(numbersOf(parameters, train)).toEqual([
      [1.5, 0],
      [0, 6],
      [0, 6],
      [1.5, 0],
    ]);
  });

  test('leaves out neurons that contribute less than a hundredth of the largest contribution', () => {
    const parameters = {
      W1: Float32Array.from([1, 0, 1, 0]),
      b1: new Float32Array(2),
      W2: Float32Array.from([1, 0.009]),
    };
    expect(numbersOf(parameters, train)[0]).toEqual([2]);
  });

  test('shows 100 neurons at most, those that contribute most, and says so', () => {
    const width = 160;
    const parameters = {
      W1: Float32Array.from({ length: 2 * width }, (_, k) => (k % 2 === 0 ? 1 : 0)),
      b1: new Float32Array(width),
      W2: Float32Array.from({ length: width }, (_, j) => 1 + j / width),
    };
    const first = numbersOf(parameters, train)[0] as number[];
    expect(first).toHaveLength(100);
    expect(Math.min(...first)).toBeCloseTo(2 * (1 + (width - 100) / width), 5);
    expect(matrixOf(parameters, train)?.description).toContain('100 of 160 neurons, the largest of 160');
  });

  test('is not there where no neuron is active', () => {
    const silent = { W1: new Float32Array(2), b1: Float32Array.of(-1), W2: Float32Array.of(1) };
    expect(matrixOf(silent, train)).toBeUndefined();
  });
});
