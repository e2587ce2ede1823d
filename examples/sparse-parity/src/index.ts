import { defineDataset, LabError, type RandomStream, type Samples, z } from '@sharpness-lab/core';

/**
 * Sparse parity: inputs uniform on the hypercube {-1, 1}^d, and the product of the first k coordinates as the target,
 *
 *     y = x[1] x[2] ... x[k].
 *
 * Every product of fewer than k of the relevant coordinates is uncorrelated with y, so a net has to find all of them at
 * once; k = 2 is the XOR data of Wen, Li, Ma (2023).
 *
 * @throws LabError of kind `config` for more relevant coordinates than there are
 *
 * Source: Barak, Edelman, Goel, Kakade, Malach, Zhang, "Hidden Progress in Deep Learning: SGD Learns Parities Near the
 * Computational Limit", 2022, arXiv:2207.08799, section 2.
 */
export default defineDataset({
  name: 'sparse-parity',
  summary: 'uniform on {-1, 1}^d, y = x[1] ... x[k]',
  options: z.object({
    dimension: z.int().min(1).default(30).describe('input dimension d'),
    degree: z.int().min(1).default(3).describe('number of relevant coordinates k'),
    trainSize: z.int().min(1).default(1000).describe('number of training samples n'),
    testSize: z.int().min(1).default(10_000).describe('number of test samples'),
  }),
  create({ dimension, degree, trainSize, testSize }) {
    if (degree > dimension) {
      throw new LabError('config', `dataset.degree: expected at most the dimension ${dimension}, got ${degree}`);
    }
    function draw(size: number, stream: RandomStream): Samples {
      const inputs = Float32Array.from({ length: size * dimension }, () => stream.sign());
      const targets = Float32Array.from({ length: size }, (_, i) =>
        inputs.subarray(i * dimension, i * dimension + degree).reduce((product, x) => product * x, 1),
      );
      return { size, dimension, inputs, targets };
    }
    return {
      dimension,
      trainSize,
      testSize,
      sample: (stream) => ({
        train: draw(trainSize, stream.child('train')),
        test: draw(testSize, stream.child('test')),
      }),
    };
  },
});
