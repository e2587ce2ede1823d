import { defineDataset, LabError, pow, type RandomStream, z } from '@sharpness-lab/core';
import { affineRank } from './affine-rank.ts';
import { dimensionOption, drawHypercube } from './hypercube.ts';
import { labelled, testSizeOption } from './samples.ts';
import { labelSmoothingOption, xorTarget } from './targets.ts';

/** How often tails are drawn anew before the setting is called impossible. */
const ATTEMPTS = 1000;

/**
 * A complete training set (Condition 1): distinct tails S in {-1, 1}^(d-2) with rank(S - S) = d - 2, each of which
 * appears with all four values of (x[1], x[2]); y = x[1] x[2]. So n = 4 |S|. Tails are uniform, drawn anew as a whole
 * until they meet the condition. Test samples are independent draws from P_xor. Label smoothing p multiplies all
 * targets by ln((1 - p) / p), as in `xor`.
 *
 * @throws LabError of kind `config` for fewer than d - 1 tails, more than 2^(d-2), or a set that cannot be found.
 *
 * Source: Wen, Li, Ma, "Sharpness Minimization Algorithms Do Not Only Minimize Sharpness To Achieve Better
 * Generalization", 2023, arXiv:2307.11007, Condition 1.
 */
export default defineDataset({
  name: 'complete-xor',
  summary: 'every tail of a full-rank set with all four (x[1], x[2]), y = x[1] x[2] (Condition 1)',
  options: z.object({
    dimension: dimensionOption,
    tails: z.int().min(1).optional().describe('number of tails |S|, from dimension - 1 (the default) on'),
    testSize: testSizeOption,
    labelSmoothing: labelSmoothingOption,
  }),
  create({ dimension, tails = dimension - 1, testSize, labelSmoothing }) {
    if (tails < dimension - 1 || tails > pow(2, dimension - 2)) {
      const range = `${dimension - 1} to 2^${dimension - 2}`;
      throw new LabError('config', `dataset.tails: expected ${range} tails for dimension ${dimension}, got ${tails}`);
    }
    const target = xorTarget(labelSmoothing);
    return {
      dimension,
      trainSize: 4 * tails,
      testSize,
      sample: (stream) => ({
        train: labelled(withAllHeads(drawTails(tails, dimension - 2, stream.child('train'))), dimension, target),
        test: drawHypercube(testSize, dimension, target, stream.child('test')),
      }),
    };
  },
});

function drawTails(count: number, length: number, stream: RandomStream): number[][] {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const distinct = new Map<string, number[]>();
    while (distinct.size < count) {
      const tail = Array.from({ length }, () => stream.sign());
      distinct.set(tail.join(), tail);
    }
    const tails = [...distinct.values()];
    if (affineRank(tails) === length) return tails;
  }
  throw new LabError(
    'config',
    `dataset.tails: no ${count} tails of full rank found in ${ATTEMPTS} draws, ask for more`,
  );
}

function withAllHeads(tails: readonly number[][]): Float32Array {
  const heads = [
    [1, 1],
    [1, -1],
    [-1, 1],
    [-1, -1],
  ];
  return Float32Array.from(tails.flatMap((tail) => heads.flatMap((head) => [...head, ...tail])));
}
