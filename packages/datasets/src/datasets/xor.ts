import { defineDataset, z } from '@sharpness-lab/core';
import { dimensionOption, drawHypercube } from './hypercube.ts';
import { independentSets, testSizeOption, trainSizeOption } from './samples.ts';
import { labelSmoothingOption, xorTarget } from './targets.ts';

/**
 * The XOR distribution P_xor: x uniform on {-1, 1}^d, y = x[1] x[2]. Training and test samples are independent draws.
 *
 * With label smoothing p, y = x[1] x[2] ln((1 - p) / p), where the logistic loss of labels x[1] x[2] with label
 * smoothing p is least: the networks that interpolate these targets minimize that loss, and the squared error too
 * (theorem A.2 and lemma A.13).
 *
 * Source: Wen, Li, Ma, "Sharpness Minimization Algorithms Do Not Only Minimize Sharpness To Achieve Better
 * Generalization", 2023, arXiv:2307.11007, section 2 and appendix A.
 */
export default defineDataset({
  name: 'xor',
  summary: 'x uniform on {-1, 1}^d, y = x[1] x[2]',
  options: z.object({
    dimension: dimensionOption,
    trainSize: trainSizeOption,
    testSize: testSizeOption,
    labelSmoothing: labelSmoothingOption,
  }),
  create({ dimension, trainSize, testSize, labelSmoothing }) {
    const target = xorTarget(labelSmoothing);
    return {
      dimension,
      ...independentSets({ trainSize, testSize }, (size, stream) => drawHypercube(size, dimension, target, stream)),
    };
  },
});
