import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Bench, openBench } from './fixtures/bench.ts';
import { referenceOf, type Scene, scenes } from './fixtures/networks.ts';
import { outputs, relativeDistance, samStep } from './fixtures/reference.ts';

const SEED = 3;

/** Runs the fused kernel over an order of samples; returns the number of finite steps. */
function run({ network, memory, parameters }: Bench, order: readonly number[], rate: number, radius: number): number {
  const { kernels, map } = memory;
  memory.order.set(order);
  memory.stepTargets.set(order.map((i) => memory.targets[i] as number));
  return network.fusedEpoch(kernels)(map.workspace, parameters.address, order.length, rate, radius, 0);
}

/** Sample indices drawn with replacement. */
function randomOrder({ train: { size }, stream }: Scene): number[] {
  const draws = stream.child('order');
  return Array.from({ length: size }, () => draws.integer(size));
}

test.each([0, 0.05, 1])('fused steps of radius %f agree with double precision', async (radius) => {
  await fc.assert(
    fc.asyncProperty(scenes(), async (scene) => {
      const bench = await openBench(scene);
      const order = randomOrder(scene);
      expect(run(bench, order, 0.01, radius)).toBe(order.length);
      const expected = order.reduce(
        (theta, i) => samStep(referenceOf(scene), theta, i, scene.train.targets[i] as number, 0.01, radius),
        scene.theta,
      );
      expect(relativeDistance(bench.read(bench.parameters), expected)).toBeLessThan(1e-5);
      expect(bench.padding(bench.parameters)).toBe(0);
    }),
    { seed: SEED, numRuns: 70 },
  );
});

test('a step from a zero gradient moves nothing', async () => {
  await fc.assert(
    fc.asyncProperty(scenes(), async (scene) => {
      const dead = { ...scene, theta: { ...scene.theta, W: scene.theta.W.map((row) => row.map(() => 0)) } };
      const bench = await openBench(dead);
      run(bench, randomOrder(dead), 0.1, 0.5);
      expect(bench.read(bench.parameters)).toEqual(dead.theta);
    }),
    { seed: SEED, numRuns: 30 },
  );
});

test('a sample whose residual is exactly zero moves nothing', async () => {
  // One neuron, f = 1 exactly.
  const scene: Scene = {
    architecture: { width: 1, bias: false, normalization: 'none' },
    train: { size: 1, dimension: 2, inputs: Float32Array.of(1, -1), targets: Float32Array.of(1) },
    theta: { W: [[0.75, 0.25]], gamma: [], w: [2] },
    stream: undefined as never,
  };
  expect(outputs(referenceOf(scene), scene.theta)).toEqual([1]);
  const bench = await openBench(scene);
  run(bench, [0], 0.1, 0.5);
  expect(bench.read(bench.parameters)).toEqual(scene.theta);
});

test('the steps of an epoch are those of its pieces, bit for bit', async () => {
  await fc.assert(
    fc.asyncProperty(scenes(['batch']), async (scene) => {
      const [whole, pieces] = [await openBench(scene), await openBench(scene)];
      const order = randomOrder(scene);
      run(whole, order, 0.01, 0.1);
      for (const i of order) run(pieces, [i], 0.01, 0.1);
      expect(pieces.read(pieces.parameters)).toEqual(whole.read(whole.parameters));
    }),
    { seed: SEED, numRuns: 20 },
  );
});

test.each(['none', 'layer', 'batch'] as const)(
  'with normalization %s, steps stop where a residual is not finite',
  async (normalization) => {
    await fc.assert(
      fc.asyncProperty(scenes([normalization]), fc.nat(), async (scene, pick) => {
        const order = randomOrder(scene);
        const bad = pick % order.length;
        const bench = await openBench(scene);
        bench.memory.targets[order[bad] as number] = Number.POSITIVE_INFINITY;
        expect(run(bench, order, 0.01, 0.1)).toBe(order.indexOf(order[bad] as number));
      }),
      { seed: SEED, numRuns: 40 },
    );
  },
);

test('parameters that are not numbers are seen', async () => {
  await fc.assert(
    fc.asyncProperty(scenes(), async (scene) => {
      const { W } = scene.theta;
      const broken = { ...scene, theta: { ...scene.theta, W: W.map((row) => row.map(() => Number.NaN)) } };
      expect(run(await openBench(broken), [0], 0.01, 0.1)).toBe(0);
    }),
    { seed: SEED, numRuns: 30 },
  );
});
