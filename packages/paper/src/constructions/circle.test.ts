import { rootStream, type Samples } from '@sharpness-lab/core';
import { createPlugin } from '@sharpness-lab/core/testing';
import { twoLayerBias } from '@sharpness-lab/models';
import { expect, test } from 'vitest';
import { traceBounds } from '../bounds/trace-bounds.ts';
import { circleNet } from './circle.ts';

const target = (angle: number) => 0.3 + Math.sin(2 * angle);

function samplesAt(angles: readonly number[]): Samples {
  const inputs = Float32Array.from(angles.flatMap((angle) => [Math.cos(angle), Math.sin(angle), 1.5]));
  return { size: angles.length, dimension: 3, inputs, targets: Float32Array.from(angles, target) };
}

/** Angles in random order, one at a random place in each of so many equal arcs. */
function randomAngles(size: number): number[] {
  const stream = rootStream(size);
  const angles = Array.from({ length: size }, (_, k) => ((k + 0.2 + 0.6 * stream.uniform()) * 2 * Math.PI) / size);
  return [...angles.filter((_, k) => k % 2 === 0).reverse(), ...angles.filter((_, k) => k % 2 === 1)];
}

/** Outputs and squared gradient norms as the model computes them. */
function evaluate(train: Samples, samples: Samples, narrowness: number, nodes: number) {
  const model = createPlugin(twoLayerBias, { width: 2 * nodes * train.size });
  const derivatives = model.closedForms?.derivatives(circleNet(train, narrowness, nodes), samples, samples);
  return derivatives as NonNullable<typeof derivatives>;
}

test.each([12, 40])('a net on the circle interpolates %d random samples on the bound', (size) => {
  const train = samplesAt(randomAngles(size));
  const { outputs, squaredGradientNorms } = evaluate(train, train, 0.1, 24);
  outputs.forEach((output, i) => {
    expect(output).toBeCloseTo(train.targets[i] as number, 2);
  });
  const trace = (2 / size) * squaredGradientNorms.reduce((sum, square) => sum + square, 0);
  expect(trace / (traceBounds['2-mlp-bias']?.(train, {}) as number)).toBeCloseTo(1, 3);
});

test('its mean squared error falls with the square of the gaps or faster', () => {
  const grid = samplesAt(Array.from({ length: 3000 }, (_, k) => ((k + 0.5) * 2 * Math.PI) / 3000));
  for (const size of [10, 20, 40]) {
    const train = samplesAt(randomAngles(size));
    const arc = (2 * Math.PI) / size;
    const { outputs } = evaluate(train, grid, 0.1 * arc * arc, 40);
    const error = outputs.reduce((sum, output, k) => sum + (output - (grid.targets[k] as number)) ** 2, 0) / 3000;
    expect(error / (arc * arc)).toBeLessThan(0.05);
  }
});

test('samples at one angle, or only on half the circle, are refused', () => {
  expect(() => circleNet(samplesAt([0, 1, 1, 4]))).toThrow('samples at different angles');
  expect(() => circleNet(samplesAt([0, 1, 2]))).toThrow('less than half the circle apart');
});
