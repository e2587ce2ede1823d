import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { rootStream, type Vector } from '@sharpness-lab/core';
import { beforeAll, expect, test } from 'vitest';
import { type Bench, openBench } from './fixtures/bench.ts';
import type { Scene } from './fixtures/networks.ts';
import { SpanArithmetic, toVector } from './vectors.ts';

/** Calls after which V8 has compiled everything for the last time, and calls of one measurement. */
const WARM_UP = 20_000;
const MEASURED = 10_000;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Bytes on JavaScript's heap that a call leaves behind. */
function garbage(call: () => void): number {
  for (let k = 0; k < WARM_UP; k++) call();
  // Compilers and the measurement itself allocate at times. The allocations of a call are in every measurement.
  let least = Number.POSITIVE_INFINITY;
  for (let repeat = 0; repeat < 20; repeat++) {
    collectGarbage();
    const before = process.memoryUsage().heapUsed;
    for (let k = 0; k < MEASURED; k++) call();
    const growth = process.memoryUsage().heapUsed - before;
    if (growth >= 0) least = Math.min(least, growth);
  }
  return least / MEASURED;
}

/** A small network on more samples than a chunk holds. */
function scene(normalization: 'none' | 'layer' | 'batch'): Scene {
  const stream = rootStream(0);
  const numbers = (length: number) => Array.from({ length }, () => 2 * stream.uniform() - 1);
  return {
    architecture: { width: 4, bias: true, normalization, epsilon: 1e-5 },
    train: {
      size: 150,
      dimension: 2,
      inputs: Float32Array.from(numbers(300)),
      targets: Float32Array.from(numbers(150)),
    },
    theta: {
      W: Array.from({ length: 4 }, () => numbers(3)),
      gamma: normalization === 'batch' ? numbers(4) : [],
      w: numbers(4),
    },
    stream,
  };
}

test('the measurement sees objects', () => {
  const kept: object[] = [{}];
  expect(
    garbage(() => {
      kept[0] = { previous: kept.length };
    }),
  ).toBeGreaterThan(8);
});

test.each(
  (['none', 'layer', 'batch'] as const).flatMap((normalization) =>
    [1, 20, 150].map((size) => [normalization, size] as const),
  ),
)('with normalization %s, the gradient over %i samples leaves no garbage', async (normalization, size) => {
  const { passes, parameters, out } = await openBench(scene(normalization));
  const batch = { start: 0, size };
  expect(garbage(() => passes.gradient(batch, parameters.address, out.address))).toBeLessThan(1);
});

let bench: Bench;
beforeAll(async () => {
  bench = await openBench(scene('none'));
});

test.each<[string, (p: SpanArithmetic, x: Vector, y: Vector) => void]>([
  ['fill', (p, x) => p.fill(x, 0)],
  ['copy', (p, x, y) => p.copy(x, y)],
  ['scale', (p, x) => p.scale(0.5, x)],
  ['axpy', (p, x, y) => p.axpy(0.5, x, y)],
  ['multiply', (p, x, y) => p.multiply(x, y, y)],
  ['divide', (p, x, y) => p.divide(x, y, y)],
  ['abs', (p, x, y) => p.abs(x, y)],
  ['sqrt', (p, x, y) => p.sqrt(x, y)],
  ['a step along the direction of a vector', (p, x, y) => p.axpy(0.1 / (1 + p.norm(x)), x, y)],
])('%s leaves no garbage', (_, operation) => {
  const problem = new SpanArithmetic(bench.memory);
  const [x, y] = [toVector(bench.parameters), toVector(bench.out)];
  expect(garbage(() => operation(problem, x, y))).toBeLessThan(1);
});
