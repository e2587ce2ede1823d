import { rootStream, type Samples } from '@sharpness-lab/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { logCosh, openBench, squaredError } from './fixtures/bench.ts';
import {
  type DeepBench,
  type DeepScene,
  deepScenes,
  inputRows,
  offTheKinks,
  openDeepBench,
} from './fixtures/deep-networks.ts';
import {
  combine,
  evaluate,
  gradient,
  innerProduct,
  relativeDistance,
  samStep,
  type Weights,
} from './fixtures/deep-reference.ts';

const SEED = 6;
/** A learning rate that is exact in single precision. */
const LEARNING_RATE = 2 ** -9;

function map(weights: Weights, change: (value: number) => number): number[][][] {
  return weights.map((matrix) => matrix.map((row) => row.map(change)));
}

/** sum_i slopes_i grad f_i, and the same with absolute values of the terms. */
function sumOfGradients(weights: Weights, rows: readonly (readonly number[])[], slopes: readonly number[]) {
  let total = map(weights, () => 0);
  let magnitude = total;
  rows.forEach((x, i) => {
    total = combine(total, slopes[i] as number, gradient(weights, x, 1));
    magnitude = combine(
      magnitude,
      1 / rows.length,
      map(gradient(map(weights, Math.abs), x.map(Math.abs), 1), Math.abs),
    );
  });
  return { total, magnitude };
}

function randomSamples({ train: { dimension }, stream }: DeepScene, size: number): Samples {
  const draws = stream.child('samples');
  const uniform = () => 2 * draws.uniform() - 1;
  return {
    size,
    dimension,
    inputs: Float32Array.from({ length: size * dimension }, uniform),
    targets: Float32Array.from({ length: size }, uniform),
  };
}

/** Runs the fused kernel over an order of samples. Returns the number of finite steps. */
function run(
  { network, memory, parameters }: DeepBench,
  order: readonly number[],
  learningRate: number,
  rho: number,
  weightDecay = 0,
): number {
  const { kernels, map: memoryMap, targets } = memory;
  memory.order.set(order);
  memory.stepTargets.set(order.map((i) => targets[i] as number));
  const epoch = network.fusedEpoch(kernels);
  return epoch(memoryMap.workspace, parameters.address, order.length, learningRate, rho, weightDecay, 0);
}

/** Sample indices drawn with replacement. */
function randomOrder({ train: { size }, stream }: DeepScene): number[] {
  const draws = stream.child('order');
  return Array.from({ length: size }, () => draws.integer(size));
}

test('the reference gradient is the slope of the reference outputs', () => {
  fc.assert(
    fc.property(deepScenes, ({ train, weights }) => {
      const x = inputRows(train)[0] as number[];
      const stream = rootStream(0);
      // The weights of neurons whose weights are all 0 do not move, because those neurons are on a kink.
      const direction = weights.map((matrix) =>
        matrix.map((row) => row.map(() => (row.every((w) => w === 0) ? 0 : stream.sign()))),
      );
      const { f, preActivations } = evaluate(weights, x);
      fc.pre(
        weights.every((matrix, l) =>
          matrix.every((row, j) => row.every((w) => w === 0) || preActivations[l]?.[j] !== 0),
        ),
      );
      const step = 1e-6;
      const [up, down] = [step, -step].map((t) => evaluate(combine(weights, t, direction), x).f) as [number, number];
      const slope = innerProduct(gradient(weights, x, 1), direction);
      expect(Math.abs((up - down) / (2 * step) - slope)).toBeLessThan(1e-6 * Math.max(1, Math.abs(slope), Math.abs(f)));
    }),
    { seed: SEED, numRuns: 300 },
  );
});

function expectClose(actual: ArrayLike<number>, expected: readonly number[], tolerance: number): void {
  const scale = Math.max(...expected.map(Math.abs), 1e-3);
  expected.forEach((value, i) => {
    expect(Math.abs((actual[i] as number) - value)).toBeLessThanOrEqual(tolerance * scale);
  });
}

test('outputs of training and other samples agree with double precision', async () => {
  await fc.assert(
    fc.asyncProperty(deepScenes, fc.integer({ min: 1, max: 300 }), async (scene, size) => {
      const { passes, parameters } = await openDeepBench(scene);
      for (const samples of [scene.train, randomSamples(scene, size)]) {
        const expected = inputRows(samples).map((x) => evaluate(scene.weights, x).f);
        expectClose(passes.outputs(parameters.address, samples), expected, 2e-5);
      }
    }),
    { seed: SEED, numRuns: 100 },
  );
});

test.each([
  ['the squared error', squaredError],
  ['a loss of the user’s own', logCosh],
])('gradients of %s agree with double precision, for any batch', async (_, loss) => {
  await fc.assert(
    fc.asyncProperty(deepScenes, async (scene) => {
      const { train, weights, stream } = scene;
      const bench = await openDeepBench(scene, loss);
      const draws = stream.child('batch');
      const order = Int32Array.from({ length: train.size }, () => draws.integer(train.size));
      const start = draws.integer(train.size);
      const batch = { start, size: 1 + draws.integer(train.size - start) };
      const own = draws.sign() > 0 ? undefined : Float32Array.from({ length: batch.size }, () => draws.sign());
      bench.memory.order.set(order);

      const samples = [...order.subarray(start, start + batch.size)];
      const rows = samples.map((i) => inputRows(train)[i] as number[]);
      const f = rows.map((x) => evaluate(weights, x).f);
      const targets = samples.map((i, k) => (own?.[k] ?? train.targets[i]) as number);
      const slopes = f.map((output, k) => loss.firstDerivative(output, targets[k] as number) / batch.size);
      const expected = f.reduce((sum, output, k) => sum + loss.value(output, targets[k] as number), 0) / batch.size;

      // Old values of `out` do not count.
      bench.write(bench.out, weights);
      bench.passes.gradient(batch, bench.parameters.address, bench.out.address, own);
      expect(Math.abs((bench.passes.meanLoss[0] as number) - expected)).toBeLessThanOrEqual(
        1e-5 * Math.max(1, expected),
      );
      const { total, magnitude } = sumOfGradients(weights, rows, slopes);
      expect(relativeDistance(bench.read(bench.out), total, combine(total, 1, magnitude))).toBeLessThan(1e-5);
      expect(bench.padding(bench.out)).toBe(0);
    }),
    { seed: SEED, numRuns: 300 },
  );
});

test('batches larger than a chunk', async () => {
  await fc.assert(
    fc.asyncProperty(deepScenes, fc.integer({ min: 128, max: 300 }), async (scene, size) => {
      const train = randomSamples(scene, size);
      const rows = inputRows(train);
      fc.pre(rows.every((x) => offTheKinks(scene.weights, x, 1e-5)));
      const bench = await openDeepBench({ ...scene, train });
      bench.memory.order.set(Int32Array.from({ length: size }, (_, i) => size - 1 - i));
      const slopes = rows.map((x, i) => (2 * (evaluate(scene.weights, x).f - (train.targets[i] as number))) / size);
      bench.passes.gradient({ start: 0, size }, bench.parameters.address, bench.out.address);
      const { total, magnitude } = sumOfGradients(scene.weights, rows, slopes);
      expect(relativeDistance(bench.read(bench.out), total, combine(total, 1, magnitude))).toBeLessThan(1e-5);
    }),
    { seed: SEED, numRuns: 30 },
  );
});

test('layers wider than a chunk', async () => {
  const widths = [150, 140, 9];
  const draws = rootStream(0);
  const uniform = (scale: number) => Math.fround(scale * (2 * draws.uniform() - 1));
  const sizes = [4, ...widths, 1];
  const weights = sizes.slice(1).map((rows, l) => {
    const columns = sizes[l] as number;
    return Array.from({ length: rows }, () => Array.from({ length: columns }, () => uniform(2 / Math.sqrt(columns))));
  });
  const size = 130;
  const inputs = Float32Array.from({ length: 3 * size }, () => uniform(1));
  const train = { size, dimension: 3, inputs, targets: Float32Array.from({ length: size }, () => uniform(1)) };
  const rows = inputRows(train);
  const bench = await openDeepBench({ widths, train, weights });
  const f = rows.map((x) => evaluate(weights, x).f);
  expectClose(bench.passes.outputs(bench.parameters.address, train), f, 1e-5);

  bench.memory.order.set(Int32Array.from({ length: size }, (_, i) => i));
  bench.passes.gradient({ start: 0, size }, bench.parameters.address, bench.out.address);
  const slopes = f.map((output, i) => (2 * (output - (train.targets[i] as number))) / size);
  expect(relativeDistance(bench.read(bench.out), sumOfGradients(weights, rows, slopes).total)).toBeLessThan(1e-4);

  run(bench, [0, 1, 2], LEARNING_RATE, 0.1);
  const expected = [0, 1, 2].reduce<Weights>(
    (at, i) => samStep(at, rows[i] as number[], train.targets[i] as number, LEARNING_RATE, 0.1),
    weights,
  );
  expect(relativeDistance(bench.read(bench.parameters), expected)).toBeLessThan(1e-5);
});

test.each([
  [0, 0],
  [0.05, 0],
  [1, 0],
  [0, 0.5],
  [0.1, 20],
  // Every step halves the parameters, makes them 0, or changes their sign.
  [0, 256],
  [0.1, 512],
  [0, 768],
])('fused steps with rho %f and weight decay %f agree with double precision', async (rho, weightDecay) => {
  await fc.assert(
    fc.asyncProperty(deepScenes, async (scene) => {
      const bench = await openDeepBench(scene);
      const order = randomOrder(scene);
      expect(run(bench, order, LEARNING_RATE, rho, weightDecay)).toBe(order.length);
      const rows = inputRows(scene.train);
      const expected = order.reduce<Weights>(
        (weights, i) =>
          samStep(weights, rows[i] as number[], scene.train.targets[i] as number, LEARNING_RATE, rho, weightDecay),
        scene.weights,
      );
      expect(relativeDistance(bench.read(bench.parameters), expected)).toBeLessThan(1e-5);
      expect(bench.padding(bench.parameters)).toBe(0);
    }),
    { seed: SEED, numRuns: 100 },
  );
});

test('a step from a zero gradient moves nothing', async () => {
  await fc.assert(
    fc.asyncProperty(deepScenes, async (scene) => {
      const weights = scene.weights.map((matrix, l) => (l === 0 ? matrix.map((row) => row.map(() => 0)) : matrix));
      const bench = await openDeepBench({ ...scene, weights });
      run(bench, randomOrder(scene), 0.1, 0.5);
      expect(bench.read(bench.parameters)).toEqual(weights);
    }),
    { seed: SEED, numRuns: 30 },
  );
});

test('steps stop where a residual is not finite', async () => {
  await fc.assert(
    fc.asyncProperty(deepScenes, fc.nat(), async (scene, pick) => {
      const order = randomOrder(scene);
      const bad = order[pick % order.length] as number;
      const bench = await openDeepBench(scene);
      bench.memory.targets[bad] = Number.POSITIVE_INFINITY;
      expect(run(bench, order, LEARNING_RATE, 0.1)).toBe(order.indexOf(bad));
    }),
    { seed: SEED, numRuns: 40 },
  );
});

test('parameters that are not numbers are seen', async () => {
  await fc.assert(
    fc.asyncProperty(deepScenes, fc.nat(), async (scene, pick) => {
      const layer = pick % scene.weights.length;
      // Below NaN weights every layer needs an active neuron, so that the NaN reaches the output.
      fc.pre(
        evaluate(scene.weights, inputRows(scene.train)[0] as number[]).preActivations.every((a) =>
          a.some((v) => v > 0),
        ),
      );
      const weights = scene.weights.map((matrix, l) =>
        l === layer ? matrix.map((row) => row.map(() => Number.NaN)) : matrix,
      );
      expect(run(await openDeepBench({ ...scene, weights }), [0], 0.01, 0.1)).toBe(0);
    }),
    { seed: SEED, numRuns: 30 },
  );
});

test('with one hidden layer it is the two-layer network', async () => {
  await fc.assert(
    fc.asyncProperty(deepScenes, async (scene) => {
      const { train, stream } = scene;
      fc.pre(scene.widths.length === 1);
      const [W, w] = scene.weights as [number[][], number[][]];
      const [deep, shallow] = [
        await openDeepBench(scene),
        await openBench({
          architecture: { width: W.length, bias: true, normalization: 'none' },
          train,
          theta: { W, gamma: [], w: w[0] as number[] },
          stream,
        }),
      ];
      const order = randomOrder(scene);
      run(deep, order, 0.01, 0.1);
      shallow.memory.order.set(order);
      shallow.memory.stepTargets.set(order.map((i) => train.targets[i] as number));
      const { kernels, map: memoryMap } = shallow.memory;
      kernels.samEpoch(memoryMap.workspace, shallow.parameters.address, order.length, 0.01, 0.1, 0, 0);
      const expected = shallow.read(shallow.parameters);
      expect(relativeDistance(deep.read(deep.parameters), [expected.W, [expected.w]])).toBeLessThan(1e-5);
    }),
    { seed: SEED, numRuns: 60 },
  );
});

test.each([
  ['the squared error', squaredError],
  ['a loss of the user’s own', logCosh],
])('second-derivative products of %s agree with differences in double precision', async (_, loss) => {
  await fc.assert(
    fc.asyncProperty(deepScenes, fc.constantFrom(1, 40), async (scene, repeats) => {
      const { weights, stream } = scene;
      const repeat = (values: Float32Array) =>
        Float32Array.from({ length: repeats * values.length }, (_, k) => values[k % values.length] as number);
      // Repeated samples do not change the mean, and fill more than a chunk.
      const { size, dimension, inputs, targets } = scene.train;
      const train = { size: repeats * size, dimension, inputs: repeat(inputs), targets: repeat(targets) };
      const bench = await openDeepBench({ ...scene, train }, loss);
      const draws = stream.child('direction');
      // The weights of neurons whose weights are all 0 do not move, because those neurons are on a kink.
      const direction = weights.map((matrix) =>
        matrix.map((row) => row.map(() => (row.every((w) => w === 0) ? 0 : Math.fround(2 * draws.uniform() - 1)))),
      );
      bench.write(bench.direction, direction);

      const rows = inputRows(scene.train);
      const step = 1e-5;
      const [ahead, behind] = [combine(weights, step, direction), combine(weights, -step, direction)];
      const masks = (at: Weights) =>
        JSON.stringify(rows.map((x) => evaluate(at, x).preActivations.flat().map(Math.sign)));
      fc.pre(masks(ahead) === masks(behind));
      const outputsAt = (at: Weights) => rows.map((x) => evaluate(at, x).f);
      const gradientAt = (at: Weights) =>
        sumOfGradients(
          at,
          rows,
          outputsAt(at).map((f, i) => loss.firstDerivative(f, targets[i] as number) / size),
        ).total;
      const hessian = map(combine(gradientAt(ahead), -1, gradientAt(behind)), (value) => value / (2 * step));
      const [f, forwards, backwards] = [weights, ahead, behind].map(outputsAt) as [number[], number[], number[]];
      const curvatures = f.map(
        (output, i) =>
          (loss.secondDerivative(output, targets[i] as number) * ((forwards[i] as number) - (backwards[i] as number))) /
          (2 * step * size),
      );
      const { total: gaussNewton, magnitude } = sumOfGradients(weights, rows, curvatures);

      const products = bench.network.products(bench.memory, loss);
      for (const [product, expected] of [
        [products.gaussNewton, gaussNewton],
        [products.hessian, hessian],
      ] as const) {
        product(bench.parameters.address, bench.direction.address, bench.out.address);
        expect(relativeDistance(bench.read(bench.out), expected, combine(expected, 1, magnitude))).toBeLessThan(1e-4);
        expect(bench.padding(bench.out)).toBe(0);
        expect(bench.read(bench.parameters)).toEqual(weights);
      }
    }),
    { seed: SEED, numRuns: 150 },
  );
});
