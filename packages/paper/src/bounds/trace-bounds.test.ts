import { drawData, rootStream, type Samples } from '@sharpness-lab/core';
import { createPlugin } from '@sharpness-lab/core/testing';
import { completeXor, xor } from '@sharpness-lab/datasets';
import { mlpBias, twoLayerBias, twoLayerNoBias, twoLayerSimBn, twoLayerSimLn } from '@sharpness-lab/models';
import { describe, expect, test } from 'vitest';
import { traceBounds } from './trace-bounds.ts';

const models = [
  { name: '2-mlp-no-bias', model: createPlugin(twoLayerNoBias, { width: 7 }), options: {} },
  { name: '2-mlp-bias', model: createPlugin(twoLayerBias, { width: 7 }), options: {} },
  ...[[7], [7, 5], [6, 5, 4]].map((widths) => ({
    name: 'mlp-bias',
    model: createPlugin(mlpBias, { widths }),
    options: { widths },
  })),
  { name: '2-mlp-sim-bn', model: createPlugin(twoLayerSimBn, { width: 7, initialGamma: 0.1 }), options: {} },
  {
    name: '2-mlp-sim-ln',
    model: createPlugin(twoLayerSimLn, { width: 7, epsilon: 0.5 }),
    options: { epsilon: 0.5 },
  },
];

const complete = (dimension: number) => drawData(createPlugin(completeXor, { dimension, testSize: 1 }), 1).train;

describe.each(models)('the bound of $name', ({ name, model, options }) => {
  test('holds for every net, taken on targets that the net fits exactly', () => {
    const stream = rootStream(2);
    for (let trial = 0; trial < 300; trial++) {
      const dimension = 1 + stream.integer(6);
      const size = 1 + stream.integer(9);
      const scale = 3 * stream.uniform();
      const draw = (length: number) => Float32Array.from({ length }, () => scale * (2 * stream.uniform() - 1));
      const inputs = draw(size * dimension);
      const specs = model.parameters(dimension);
      const parameters = Object.fromEntries(
        Object.entries(specs).map(([key, { shape }]) => [key, draw(shape.reduce((a, b) => a * b, 1))]),
      );
      const unlabelled: Samples = { size, dimension, inputs, targets: new Float32Array(size) };
      const derivatives = model.closedForms?.derivatives(parameters, unlabelled, unlabelled);
      const targets = Float32Array.from(derivatives?.outputs ?? []);
      const trace = (2 / size) * (derivatives?.squaredGradientNorms.reduce((sum, square) => sum + square, 0) ?? 0);
      const bound = traceBounds[name]?.({ ...unlabelled, targets }, options) as number;
      expect(bound).toBeLessThanOrEqual(trace * (1 + 1e-6) + 1e-9);
      expect(bound).toBeGreaterThanOrEqual(0);
    }
  });
});

test('on P_xor the bounds are 4 sqrt(d), 4 sqrt(d + 1) and 2; on complete sets Sim-BN has 8', () => {
  const { train } = drawData(createPlugin(xor, { dimension: 30, trainSize: 100, testSize: 1 }), 0);
  expect(traceBounds['2-mlp-no-bias']?.(train, {})).toBeCloseTo(4 * Math.sqrt(30), 5);
  expect(traceBounds['2-mlp-bias']?.(train, {})).toBeCloseTo(22.271, 3);
  expect(traceBounds['2-mlp-sim-ln']?.(train, { epsilon: 1e-5 })).toBeCloseTo(2, 12);
  expect(traceBounds['2-mlp-sim-bn']?.(complete(6), {})).toBe(8);
  const share = Math.max(...[1, -1].map((sign) => train.targets.filter((y) => y === sign).length / 100));
  expect(traceBounds['2-mlp-sim-bn']?.(train, {})).toBeCloseTo(4 / Math.sqrt(share), 5);
});
