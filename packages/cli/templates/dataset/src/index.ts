import { defineDataset, type RandomStream, type Samples, z } from '@sharpness-lab/core';

/**
 * Two Gaussian clusters, equally likely, around -m and m on the first axis, with m half the separation:
 *
 *     y uniform on {-1, 1},    x = y (separation / 2) e_1 + normal noise with variance 1 in each of d dimensions
 *
 * No classifier errs more rarely than sign(x[1]), on a share Phi(-separation / 2) of the samples, with Phi the normal
 * distribution function; a net that does better on its training set has memorized noise.
 *
 * Source: Bishop, "Pattern Recognition and Machine Learning", 2006, section 4.2.1.
 */
export default defineDataset({
  name: 'my-plugin',
  summary: 'two Gaussian clusters, y = -1 and 1',
  options: z.object({
    dimension: z.int().min(1).default(30).describe('input dimension d'),
    separation: z.number().min(0).default(3).describe('distance between the centres, in standard deviations'),
    trainSize: z.int().min(1).default(100).describe('number of training samples n'),
    testSize: z.int().min(1).default(10_000).describe('number of test samples'),
  }),
  create({ dimension, separation, trainSize, testSize }) {
    function draw(size: number, stream: RandomStream): Samples {
      const targets = Float32Array.from({ length: size }, () => stream.sign());
      const inputs = Float32Array.from({ length: size * dimension }, () => stream.normal());
      targets.forEach((y, i) => {
        inputs[i * dimension] = (inputs[i * dimension] ?? 0) + (y * separation) / 2;
      });
      return { size, dimension, inputs, targets };
    }
    // A stream of its own for each set: the test set stays the same when the training set grows.
    const sample = (stream: RandomStream) => ({
      train: draw(trainSize, stream.child('train')),
      test: draw(testSize, stream.child('test')),
    });
    return { dimension, trainSize, testSize, sample };
  },
});
