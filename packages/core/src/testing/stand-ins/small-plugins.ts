import { fromUpdate } from '../../contracts/optimizer.ts';
import { defineDataset, defineInitializer, defineLoss, defineOptimizer } from '../../contracts/plugin.ts';
import type { Samples } from '../../contracts/samples.ts';
import { sizeOf } from '../../parameters/size-of.ts';
import type { RandomStream } from '../../random/random-stream.ts';
import { z } from '../../vendor/zod.ts';

/** Inputs uniform on [-1, 1)^d, targets -1 or 1 by a coin. */
export const smallData = defineDataset({
  name: 'small-data',
  summary: 'a few uniform inputs with random signs as targets, for tests',
  options: z.object({
    dimension: z.int().min(1).default(3).describe('input dimension d'),
    trainSize: z.int().min(1).default(6).describe('number of training samples n'),
    testSize: z.int().min(1).default(5).describe('number of test samples'),
  }),
  create: ({ dimension, trainSize, testSize }) => ({
    dimension,
    trainSize,
    testSize,
    sample: (stream) => ({
      train: drawSamples(trainSize, dimension, stream.child('train')),
      test: drawSamples(testSize, dimension, stream.child('test')),
    }),
  }),
});

/** Squared error l(f, y) = (f - y)^2. */
export const squaredError = defineLoss({
  name: 'squared-error',
  summary: '(f - y)^2, for tests',
  options: z.object({}),
  create: () => ({
    value: (output, target) => (output - target) ** 2,
    firstDerivative: (output, target) => 2 * (output - target),
    secondDerivative: () => 2,
  }),
});

/** Every parameter uniform on [-1, 1). */
export const anyStart = defineInitializer({
  name: 'any-start',
  summary: 'every parameter uniform on [-1, 1), for tests',
  options: z.object({}),
  create: () => ({
    initialize: ({ specs }, stream) =>
      Object.fromEntries(
        Object.entries(specs).map(([name, { shape }]) => [
          name,
          Float32Array.from({ length: sizeOf(shape) }, () => 2 * stream.uniform() - 1),
        ]),
      ),
  }),
});

/** theta <- theta - learningRate grad L_B(theta). */
export const gradientDescent = defineOptimizer({
  name: 'gradient-descent',
  summary: 'plain (mini-batch) gradient descent, for tests',
  options: z.object({ learningRate: z.number().default(0.05).describe('step size') }),
  create: ({ learningRate }) =>
    fromUpdate((problem) => (gradient) => problem.axpy(-learningRate, gradient, problem.parameters)),
});

function drawSamples(size: number, dimension: number, stream: RandomStream): Samples {
  return {
    size,
    dimension,
    inputs: Float32Array.from({ length: size * dimension }, () => 2 * stream.uniform() - 1),
    targets: Float32Array.from({ length: size }, () => stream.sign()),
  };
}
