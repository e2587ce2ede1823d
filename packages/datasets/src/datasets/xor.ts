import { defineDataset, z } from '@sharpness-lab/core';
import { dimensionOption, drawXor, testSizeOption } from '../hypercube.ts';

/**
 * The XOR distribution P_xor: x uniform on {-1, 1}^d, y = x[1] x[2]. Training and test samples are independent draws.
 *
 * Source: Wen, Li, Ma, "Sharpness Minimization Algorithms Do Not Only Minimize Sharpness To Achieve Better
 * Generalization", 2023, arXiv:2307.11007, section 2.
 */
export default defineDataset({
  name: 'xor',
  summary: 'x uniform on {-1, 1}^d, y = x[1] x[2]',
  options: z.object({
    dimension: dimensionOption,
    trainSize: z.int().min(1).default(100).describe('number of training samples n'),
    testSize: testSizeOption,
  }),
  create: ({ dimension, trainSize, testSize }) => ({
    dimension,
    trainSize,
    testSize,
    sample: (stream) => ({
      train: drawXor(trainSize, dimension, stream.child('train')),
      test: drawXor(testSize, dimension, stream.child('test')),
    }),
  }),
});
