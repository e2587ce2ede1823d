import { rootStream } from '@sharpness-lab/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { referenceOf, scenes } from './fixtures/networks.ts';
import { combine, gradient, innerProduct, map, outputs } from './fixtures/reference.ts';

const SEED = 1;
const STEP = 1e-6;

test('the reference gradient is the slope of the reference outputs', () => {
  fc.assert(
    fc.property(scenes(), (scene) => {
      const reference = referenceOf(scene);
      const stream = rootStream(0);
      const weights = scene.train.targets;
      const direction = map(scene.theta, () => stream.sign());
      const value = (t: number) =>
        outputs(reference, combine(scene.theta, t, direction)).reduce(
          (sum, f, i) => sum + f * (weights[i] as number),
          0,
        );
      // Neurons whose weights are all 0 are on a kink.
      fc.pre(scene.theta.W.every((row) => row.some((w) => w !== 0)));
      const difference = (value(STEP) - value(-STEP)) / (2 * STEP);
      const slope = innerProduct(gradient(reference, scene.theta, [...weights]), direction);
      expect(Math.abs(difference - slope)).toBeLessThan(1e-6 * Math.max(1, Math.abs(slope)));
    }),
    { seed: SEED, numRuns: 300 },
  );
});
