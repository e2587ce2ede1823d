import { rootStream, type Vector, type VectorArithmetic } from '@sharpness-lab/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Bench, openBench } from './fixtures/bench.ts';
import { type DeepBench, openDeepBench } from './fixtures/deep-networks.ts';
import { type Scene, scenes } from './fixtures/networks.ts';
import { map } from './fixtures/reference.ts';
import { readParameters, type Span, SpanArithmetic, toVector } from './vectors.ts';

/** Each operation, and the new element of y as a function of the old elements of x and y. */
const operations: Record<
  string,
  [(p: VectorArithmetic, x: Vector, y: Vector) => void, (x: number, y: number) => number]
> = {
  fill: [(p, _x, y) => p.fill(y, 0.75), () => 0.75],
  copy: [(p, x, y) => p.copy(x, y), (x) => x],
  scale: [(p, _x, y) => p.scale(-1.5, y), (_x, y) => -1.5 * y],
  axpy: [(p, x, y) => p.axpy(0.5, x, y), (x, y) => y + 0.5 * x],
  multiply: [(p, x, y) => p.multiply(x, y, y), (x, y) => x * y],
  divide: [(p, x, y) => p.divide(x, y, y), (x, y) => (x === 0 ? 0 : x / y)],
  abs: [(p, x, y) => p.abs(x, y), (x) => Math.abs(x)],
  sqrt: [
    (p, x, y) => {
      p.abs(x, y);
      p.sqrt(y, y);
    },
    (x) => Math.sqrt(Math.abs(x)),
  ],
};

/** The elements of a span, one after the other. */
function elements({ memory: { floats } }: Bench, { address, rows, columns, stride }: Span): number[] {
  return Array.from({ length: rows }, (_, row) => {
    const start = address / 4 + row * stride;
    return [...floats.subarray(start, start + columns)];
  }).flat();
}

/** A bench whose second vector has random values everywhere, also for neurons that are dead in the first. */
async function openPair(scene: Scene): Promise<{ bench: Bench; problem: VectorArithmetic }> {
  const bench = await openBench(scene);
  const draws = rootStream(0).child('second vector');
  bench.write(
    bench.out,
    map(scene.theta, () => Math.fround(draws.uniform() + 0.5)),
  );
  return { bench, problem: new SpanArithmetic(bench.memory) };
}

test.each(Object.entries(operations))('%s, on whole vectors and on named parameters', async (_name, [run, element]) => {
  await fc.assert(
    fc.asyncProperty(scenes(), async (scene) => {
      for (const name of [undefined, 'W1', 'W2']) {
        const { bench, problem } = await openPair(scene);
        const span = (vector: Span) => (name === undefined ? vector : (vector.parts.get(name) as Span));
        const [x, y] = [span(bench.parameters), span(bench.out)];
        const untouched = [...bench.out.parts].filter(([part]) => name !== undefined && part !== name);
        const before = untouched.map(([, part]) => elements(bench, part));
        const parts = name === undefined ? [...bench.out.parts.keys()] : [name];
        const expected = parts.map((part) => {
          const [a, b] = [bench.parameters, bench.out].map((vector) => elements(bench, vector.parts.get(part) as Span));
          return (a as number[]).map((value, k) => Math.fround(element(value, (b as number[])[k] as number)));
        });
        run(problem, toVector(x), toVector(y));
        expect(parts.map((part) => elements(bench, bench.out.parts.get(part) as Span))).toEqual(expected);
        expect(untouched.map(([, part]) => elements(bench, part))).toEqual(before);
        expect(bench.padding(bench.out)).toBe(0);
      }
    }),
    { seed: 5, numRuns: 40 },
  );
});

test('dot and norm sum in double precision', async () => {
  await fc.assert(
    fc.asyncProperty(scenes(), async (scene) => {
      const { bench, problem } = await openPair(scene);
      for (const name of [undefined, ...bench.out.parts.keys()]) {
        const span = (vector: Span) => (name === undefined ? vector : (vector.parts.get(name) as Span));
        const [x, y] = [span(bench.parameters), span(bench.out)];
        const [a, b] = [elements(bench, x), elements(bench, y)];
        const expected = a.reduce((sum, value, k) => sum + value * (b[k] as number), 0);
        const scale = a.reduce((sum, value, k) => sum + Math.abs(value * (b[k] as number)), 0);
        expect(Math.abs(problem.dot(toVector(x), toVector(y)) - expected)).toBeLessThanOrEqual(1e-14 * scale);
        expect(problem.norm(toVector(y))).toBeCloseTo(Math.hypot(...b), 10);
      }
    }),
    { seed: 5, numRuns: 40 },
  );
});

test('parameters of equal length combine, however they lie in memory', async () => {
  await fc.assert(
    fc.asyncProperty(scenes(['batch']), async (scene) => {
      const biased = { ...scene, architecture: { ...scene.architecture, bias: true } };
      fc.pre(scene.architecture.bias);
      const { bench, problem } = await openPair(biased);
      const [b1, gamma] = ['b1', 'gamma'].map((name) => bench.out.parts.get(name) as Span) as [Span, Span];
      const [x, y] = [elements(bench, b1), elements(bench, gamma)];
      expect(problem.dot(toVector(b1), toVector(gamma))).toBeCloseTo(
        x.reduce((sum, value, j) => sum + value * (y[j] as number), 0),
        10,
      );
      problem.copy(toVector(gamma), toVector(b1));
      expect(elements(bench, b1)).toEqual(y);
    }),
    { seed: 5, numRuns: 40 },
  );
});

/** The elements of a parameter in the order of its declared shape. */
function inOrder({ memory }: DeepBench, vector: Span, name: string): number[] {
  return [...(readParameters(memory.floats, vector)[name] as Float32Array)];
}

test.each(Object.entries(operations))(
  '%s, on parameters that lie transposed and others',
  async (_name, [run, element]) => {
    const size = 5;
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const draws = rootStream(seed);
        const uniform = () => Math.fround(2 * draws.uniform() - 1);
        const sizes = [size + 1, size, size, size, 1];
        const weights = sizes
          .slice(1)
          .map((rows, l) => Array.from({ length: rows }, () => Array.from({ length: sizes[l] as number }, uniform)));
        const train = { size: 1, dimension: size, inputs: new Float32Array(size), targets: new Float32Array(1) };
        for (const [from, to] of [
          ['W2', 'W2'],
          ['W2', 'W3'],
          ['W1', 'W2'],
          ['W3', 'W1'],
          ['W4', 'b1'],
        ] as const) {
          const bench = await openDeepBench({ widths: [size, size, size], train, weights });
          const problem = new SpanArithmetic(bench.memory);
          problem.copy(toVector(bench.parameters), toVector(bench.out));
          problem.scale(0.5, toVector(bench.out));
          const [x, y] = [inOrder(bench, bench.parameters, from), inOrder(bench, bench.out, to)];
          const [source, target] = [bench.parameters.parts.get(from), bench.out.parts.get(to)] as [Span, Span];
          const dot = x.reduce((sum, value, k) => sum + value * (y[k] as number), 0);
          expect(problem.dot(toVector(source), toVector(target))).toBeCloseTo(dot, 10);
          run(problem, toVector(source), toVector(target));
          expect(inOrder(bench, bench.out, to)).toEqual(
            x.map((value, k) => Math.fround(element(value, y[k] as number))),
          );
          expect(bench.padding(bench.out)).toBe(0);
        }
      }),
      { seed: 5, numRuns: 5 },
    );
  },
);
