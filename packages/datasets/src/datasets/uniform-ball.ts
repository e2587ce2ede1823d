import { defineDataset, pow, z } from '@sharpness-lab/core';
import { drawSamples, independentSets, testSizeOption, trainSizeOption } from './samples.ts';
import { fillSphere } from './sphere.ts';
import { absDifference } from './targets.ts';

/**
 * x uniform in the ball of radius R around 0 in d dimensions, y = |x[1]| - |x[2]|. Training and test samples are
 * independent draws. x = R u^(1/d) s with u uniform on [0, 1) and s uniform on the unit sphere; its covariance is
 * R^2 / (d + 2) times the identity.
 *
 * Source: Wen, Li, Ma, "Sharpness Minimization Algorithms Do Not Only Minimize Sharpness To Achieve Better
 * Generalization", 2023, arXiv:2307.11007, figure 7.
 */
export default defineDataset({
  name: 'uniform-ball',
  summary: 'x uniform in a ball, y = |x[1]| - |x[2]|',
  options: z.object({
    dimension: z.int().min(2).default(10).describe('input dimension d'),
    radius: z.number().positive().optional().describe('radius R of the ball; sqrt(dimension) without it'),
    trainSize: trainSizeOption,
    testSize: testSizeOption,
  }),
  create({ dimension, radius = Math.sqrt(dimension), trainSize, testSize }) {
    return {
      dimension,
      ...independentSets({ trainSize, testSize }, (size, stream) => {
        const inBall = (x: Float32Array) => fillSphere(x, radius * pow(stream.uniform(), 1 / dimension), stream);
        return drawSamples(size, dimension, inBall, absDifference);
      }),
    };
  },
});
