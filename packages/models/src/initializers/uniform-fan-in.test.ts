import { rootStream, type Samples } from '@sharpness-lab/core';
import { createPlugin } from '@sharpness-lab/core/testing';
import { expect, test } from 'vitest';
import uniformFanIn from './uniform-fan-in.ts';

const train: Samples = { size: 1, dimension: 16, inputs: new Float32Array(16), targets: new Float32Array(1) };
const specs = {
  W1: { shape: [2000, 16], layer: 1, fanIn: 16 },
  gamma: { shape: [3], layer: 1, fanIn: 16, initial: 0.25 },
  W2: { shape: [1, 5000], layer: 2, fanIn: 25 },
};

test('layers are uniform within scale / sqrt(fan in): range, mean and variance within 4 standard errors', () => {
  const initializer = createPlugin(uniformFanIn, { scales: [0.5] });
  const values = initializer.initialize({ model: 'any', modelOptions: {}, specs, train }, rootStream(1));
  for (const [name, bound] of [
    ['W1', 0.5 / 4],
    ['W2', 1 / 5],
  ] as const) {
    const draws = [...(values[name] as Float32Array)];
    const n = draws.length;
    const mean = draws.reduce((sum, value) => sum + value, 0) / n;
    const square = draws.reduce((sum, value) => sum + value * value, 0) / n;
    const variance = bound ** 2 / 3;
    expect(Math.max(...draws.map(Math.abs))).toBeLessThanOrEqual(bound);
    expect(Math.max(...draws)).toBeGreaterThan(0.99 * bound);
    expect(Math.abs(mean)).toBeLessThan(4 * Math.sqrt(variance / n));
    // Var(U^2) = (1/5 - 1/9) bound^4.
    expect(Math.abs(square - variance)).toBeLessThan(4 * bound ** 2 * Math.sqrt((1 / 5 - 1 / 9) / n));
  }
  expect([...(values.gamma as Float32Array)]).toEqual([0.25, 0.25, 0.25]);
});
