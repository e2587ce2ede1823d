import type { Loss } from '@sharpness-lab/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { logCosh, openBench, squaredError } from './fixtures/bench.ts';
import { referenceOf, type Scene, scenes } from './fixtures/networks.ts';
import { combine, gradient, map, outputs, type Parameters, relativeDistance } from './fixtures/reference.ts';

const SEED = 4;
/** Of central differences in double precision. */
const STEP = 1e-5;

/** A direction in which neurons whose weights are all 0 do not move, because those neurons are on a kink. */
function randomDirection({ theta, stream }: Scene): Parameters {
  const draws = stream.child('direction');
  const direction = map(theta, () => Math.fround(2 * draws.uniform() - 1));
  return { ...direction, W: theta.W.map((row, j) => (row.every((w) => w === 0) ? row : (direction.W[j] as number[]))) };
}

/**
 * Whether layer normalization divides by a small norm. There differences of the huge second derivatives are inexact.
 */
function isNearlySilent(scene: Scene): boolean {
  const { architecture } = scene;
  if ('activation' in architecture) return false;
  const { normalization, epsilon = 0 } = architecture;
  if (normalization !== 'layer') return false;
  return referenceOf(scene).inputs.some((x) => {
    const h = scene.theta.W.map((row) =>
      Math.max(
        row.reduce((sum, w, k) => sum + w * (x[k] as number), 0),
        0,
      ),
    );
    const norm = Math.hypot(...h);
    return norm > epsilon && norm < 0.1;
  });
}

function meanSlopes({ train: { targets, size } }: Scene, f: readonly number[], loss: Loss): number[] {
  return f.map((output, i) => loss.firstDerivative(output, targets[i] as number) / size);
}

test.each([
  ['the squared error', squaredError],
  ['a loss of the user’s own', logCosh],
])('products of %s agree with differences in double precision', async (_, loss) => {
  await fc.assert(
    fc.asyncProperty(scenes(), async (scene) => {
      const { theta, train } = scene;
      const bench = await openBench(scene, loss);
      const products = bench.network.products(bench.memory, loss);
      const direction = randomDirection(scene);
      bench.write(bench.direction, direction);
      const reference = referenceOf(scene);
      fc.pre(!isNearlySilent(scene));
      // Moving along the direction crosses no kink.
      const masks = (at: Parameters) =>
        reference.inputs.map((x) =>
          at.W.map((row) => Math.sign(row.reduce((sum, w, k) => sum + w * (x[k] as number), 0))),
        );
      const [ahead, behind] = [combine(theta, STEP, direction), combine(theta, -STEP, direction)];
      fc.pre(JSON.stringify(masks(ahead)) === JSON.stringify(masks(behind)));

      const gradientAt = (at: Parameters) => gradient(reference, at, meanSlopes(scene, outputs(reference, at), loss));
      const hessian = map(combine(gradientAt(ahead), -1, gradientAt(behind)), (value) => value / (2 * STEP));
      const [f, forwards, backwards] = [theta, ahead, behind].map((at) => outputs(reference, at)) as [
        number[],
        number[],
        number[],
      ];
      const weights = f.map(
        (output, i) =>
          (loss.secondDerivative(output, train.targets[i] as number) *
            ((forwards[i] as number) - (backwards[i] as number))) /
          (2 * STEP * train.size),
      );
      const gaussNewton = gradient(reference, theta, weights);
      // The size of the terms. They may cancel, and with a single neuron and layer normalization all of them do.
      const terms = gradient(
        reference,
        map(theta, (value) => Math.abs(value) + 1),
        weights.map((weight) => Math.abs(weight) + 1 / train.size),
        Math.abs,
      );

      for (const [product, expected] of [
        [products.gaussNewton, gaussNewton],
        [products.hessian, hessian],
      ] as const) {
        product(bench.parameters.address, bench.direction.address, bench.out.address);
        expect(
          relativeDistance(bench.read(bench.out), expected, combine(terms, 1, map(expected, Math.abs))),
        ).toBeLessThan(1e-4);
        expect(bench.padding(bench.out)).toBe(0);
        expect(bench.read(bench.parameters)).toEqual(theta);
      }
    }),
    { seed: SEED, numRuns: 200 },
  );
});

test('products of training sets larger than a chunk add up', async () => {
  await fc.assert(
    fc.asyncProperty(scenes(['none', 'layer', 'softplus']), fc.integer({ min: 2, max: 40 }), async (scene, repeats) => {
      const { train } = scene;
      const repeat = (values: Float32Array) =>
        Float32Array.from({ length: repeats * values.length }, (_, k) => values[k % values.length] as number);
      const large = {
        ...scene,
        train: { ...train, size: repeats * train.size, inputs: repeat(train.inputs), targets: repeat(train.targets) },
      };
      const [once, often] = [await openBench(scene), await openBench(large)];
      const direction = randomDirection(scene);
      const results = [once, often].map((bench) => {
        bench.write(bench.direction, direction);
        bench.network
          .products(bench.memory, squaredError)
          .hessian(bench.parameters.address, bench.direction.address, bench.out.address);
        return bench.read(bench.out);
      }) as [Parameters, Parameters];
      expect(relativeDistance(results[1], results[0])).toBeLessThan(1e-4);
    }),
    { seed: SEED, numRuns: 40 },
  );
});
