import { rootStream, type Samples } from '@sharpness-lab/core';
import { createPlugin } from '@sharpness-lab/core/testing';
import { expect, test } from 'vitest';
import heNormal from './he-normal.ts';

const train: Samples = { size: 1, dimension: 16, inputs: new Float32Array(16), targets: new Float32Array(1) };
const specs = {
  W1: { shape: [2000, 16], layer: 1, fanIn: 16 },
  b1: { shape: [2000], layer: 1, fanIn: 16 },
  gamma: { shape: [3], layer: 1, fanIn: 16, initial: 0.25 },
  W2: { shape: [1, 5000], layer: 2, fanIn: 50 },
};
const values = createPlugin(heNormal, { scales: [0.5] }).initialize(
  { model: 'any', modelOptions: {}, specs, train },
  rootStream(1),
);

test.each([
  ['W1', 0.5 * Math.sqrt(2 / 16)],
  ['W2', Math.sqrt(2 / 50)],
] as const)('%s is normal: moments within 4 standard errors', (name, deviation) => {
  const draws = [...(values[name] as Float32Array)].map((value) => value / deviation);
  // E Z^k and Var Z^k.
  for (const [k, moment, variance] of [
    [1, 0, 1],
    [2, 1, 2],
    [3, 0, 15],
    [4, 3, 96],
  ] as const) {
    const mean = draws.reduce((sum, value) => sum + value ** k, 0) / draws.length;
    expect(Math.abs(mean - moment)).toBeLessThan(4 * Math.sqrt(variance / draws.length));
  }
});

test('biases are zero, and parameters with a starting value take it', () => {
  expect(values.b1).toEqual(new Float32Array(2000));
  expect([...(values.gamma as Float32Array)]).toEqual([0.25, 0.25, 0.25]);
});

test('keeps the mean square of ReLU activations from layer to layer', () => {
  const width = 400;
  const matrix = { shape: [width, width], fanIn: width };
  const layers = Array.from({ length: 3 }, (_, l) => [`W${l + 1}`, { ...matrix, layer: l + 1 }] as const);
  const weights = createPlugin(heNormal, {}).initialize(
    { model: 'any', modelOptions: {}, specs: Object.fromEntries(layers), train },
    rootStream(2),
  );
  const square = (x: readonly number[]) => x.reduce((sum, value) => sum + value * value, 0) / x.length;
  let activations: number[] = Array.from({ length: width }, (_, k) => (k % 2 === 0 ? 1 : -1));
  for (const [name] of layers) {
    const W = weights[name] as Float32Array;
    activations = activations.map((_, j) =>
      Math.max(
        0,
        activations.reduce((sum, value, k) => sum + (W[j * width + k] as number) * value, 0),
      ),
    );
    // The mean of relu(z)^2 of a normal z of variance 2 is 1, its variance 5: three layers of 4 standard errors.
    expect(Math.abs(square(activations) - 1)).toBeLessThan(3 * 4 * Math.sqrt(5 / width));
  }
});
