import type { Samples } from '@sharpness-lab/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { logCosh, openBench, squaredError } from './fixtures/bench.ts';
import { inputRows, referenceOf, type Scene, scenes } from './fixtures/networks.ts';
import { gradient, map, outputs, relativeDistance } from './fixtures/reference.ts';

const SEED = 2;

function randomSamples({ train: { dimension }, stream }: Scene, size: number): Samples {
  const draws = stream.child('samples');
  const uniform = () => 2 * draws.uniform() - 1;
  return {
    size,
    dimension,
    inputs: Float32Array.from({ length: size * dimension }, uniform),
    targets: Float32Array.from({ length: size }, uniform),
  };
}

function expectClose(actual: ArrayLike<number>, expected: readonly number[], tolerance: number): void {
  const scale = Math.max(...expected.map(Math.abs), 1e-3);
  expected.forEach((value, i) => {
    expect(Math.abs((actual[i] as number) - value)).toBeLessThanOrEqual(tolerance * scale);
  });
}

test('outputs of training and other samples agree with double precision', async () => {
  await fc.assert(
    fc.asyncProperty(scenes(), fc.integer({ min: 1, max: 300 }), async (scene, size) => {
      const { passes, parameters } = await openBench(scene);
      const reference = referenceOf(scene);
      expectClose(passes.outputs(parameters.address, scene.train), outputs(reference, scene.theta), 1e-5);
      const others = randomSamples(scene, size);
      const expected = outputs(reference, scene.theta, inputRows(scene.architecture, others));
      expectClose(passes.outputs(parameters.address, others), expected, 1e-5);
    }),
    { seed: SEED, numRuns: 100 },
  );
});

test.each([
  ['the squared error', squaredError],
  ['a loss of the user’s own', logCosh],
])('gradients of %s agree with double precision, for any batch', async (_, loss) => {
  await fc.assert(
    fc.asyncProperty(scenes(), async (scene) => {
      const bench = await openBench(scene, loss);
      const { size, targets } = scene.train;
      const draws = scene.stream.child('batch');
      const order = Int32Array.from({ length: size }, () => draws.integer(size));
      const start = draws.integer(size);
      const batch = { start, size: 1 + draws.integer(size - start) };
      const own = draws.sign() > 0 ? undefined : Float32Array.from({ length: batch.size }, () => draws.sign());
      bench.memory.order.set(order);

      const reference = referenceOf(scene);
      const f = outputs(reference, scene.theta);
      const slopes = new Array<number>(size).fill(0);
      let expected = 0;
      for (let k = 0; k < batch.size; k++) {
        const i = order[start + k] as number;
        const y = (own?.[k] ?? targets[i]) as number;
        expected += loss.value(f[i] as number, y) / batch.size;
        slopes[i] = (slopes[i] as number) + loss.firstDerivative(f[i] as number, y) / batch.size;
      }

      // Old values of `out` do not count.
      bench.write(
        bench.out,
        map(scene.theta, () => 7),
      );
      bench.passes.gradient(batch, bench.parameters.address, bench.out.address, own);
      expect(Math.abs((bench.passes.meanLoss[0] as number) - expected)).toBeLessThanOrEqual(
        1e-5 * Math.max(1, expected),
      );
      // The error of f - y is the error of f and y.
      const magnitudes = slopes.map((slope, i) => (slope === 0 ? 0 : (1 + Math.abs(f[i] as number)) / batch.size));
      const terms = gradient(reference, scene.theta, magnitudes, Math.abs);
      const error = relativeDistance(bench.read(bench.out), gradient(reference, scene.theta, slopes), terms);
      expect(error).toBeLessThan(1e-5);
      expect(bench.padding(bench.out)).toBe(0);
    }),
    { seed: SEED, numRuns: 300 },
  );
});

test('batches larger than a chunk', async () => {
  await fc.assert(
    fc.asyncProperty(scenes(), fc.integer({ min: 128, max: 300 }), async (scene, size) => {
      const train = randomSamples(scene, size);
      const large = { ...scene, train };
      const bench = await openBench(large);
      bench.memory.order.set(Int32Array.from({ length: size }, (_, i) => size - 1 - i));
      const reference = referenceOf(large);
      const f = outputs(reference, scene.theta);
      const slopes = f.map((output, i) => (2 * (output - (train.targets[i] as number))) / size);
      bench.passes.gradient({ start: 0, size }, bench.parameters.address, bench.out.address);
      expect(relativeDistance(bench.read(bench.out), gradient(reference, scene.theta, slopes))).toBeLessThan(1e-5);
    }),
    { seed: SEED, numRuns: 30 },
  );
});
