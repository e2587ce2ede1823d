import { defineDataset, LabError, type RandomStream, z } from '@sharpness-lab/core';
import { drawSamples, independentSets, testSizeOption, trainSizeOption } from './samples.ts';
import { absDifference, product } from './targets.ts';

const SQRT_3 = Math.sqrt(3);

/** Symmetric distributions of a coordinate, all of variance 1. */
const coordinates = {
  gaussian: (stream: RandomStream) => stream.normal(),
  rademacher: (stream: RandomStream) => stream.sign(),
  uniform: (stream: RandomStream) => SQRT_3 * (2 * stream.uniform() - 1),
};

const targets = { product, 'abs-difference': absDifference };

/**
 * Symmetric sub-Gaussian inputs with identity covariance (Condition 2): the coordinates of x are independent, each
 * standard normal, -1 or 1 with probability 1/2 each (Rademacher), or uniform on [-sqrt 3, sqrt 3). Training and test
 * samples are independent draws.
 *
 * Theorem 3.1 asks for a target that a two-layer ReLU network without bias can equal. Such a network has
 * f(c x) = c f(x) for c > 0, so it cannot equal x[1] x[2] where inputs fill an open set, as the first and the third
 * distribution do. Therefore the target is |x[1]| - |x[2]| where none is chosen. For Rademacher coordinates, where that
 * is 0, it is x[1] x[2], which there equals (|x[1] + x[2]| - |x[1] - x[2]|) / 2.
 *
 * @throws LabError of kind `config` for `abs-difference` with Rademacher coordinates.
 *
 * Source: Wen, Li, Ma, "Sharpness Minimization Algorithms Do Not Only Minimize Sharpness To Achieve Better
 * Generalization", 2023, arXiv:2307.11007, condition 2 and theorem 3.1.
 */
export default defineDataset({
  name: 'sub-gaussian',
  summary: 'x of independent symmetric coordinates with variance 1 (Condition 2)',
  options: z.object({
    dimension: z.int().min(2).default(30).describe('input dimension d'),
    distribution: z
      .enum(['gaussian', 'rademacher', 'uniform'])
      .default('gaussian')
      .describe('distribution of a coordinate; uniform is on [-sqrt 3, sqrt 3)'),
    target: z
      .enum(['product', 'abs-difference'])
      .optional()
      .describe('y = x[1] x[2], as without it for rademacher, or |x[1]| - |x[2]|, as without it otherwise'),
    trainSize: trainSizeOption,
    testSize: testSizeOption,
  }),
  create({ dimension, distribution, target, trainSize, testSize }) {
    if (distribution === 'rademacher' && target === 'abs-difference') {
      throw new LabError('config', 'dataset.target: "abs-difference" is 0 for rademacher coordinates, take "product"');
    }
    const targetOf = targets[target ?? (distribution === 'rademacher' ? 'product' : 'abs-difference')];
    const coordinate = coordinates[distribution];
    return {
      dimension,
      ...independentSets({ trainSize, testSize }, (size, stream) => {
        const independent = (x: Float32Array) => {
          for (let k = 0; k < dimension; k++) x[k] = coordinate(stream);
        };
        return drawSamples(size, dimension, independent, targetOf);
      }),
    };
  },
});
