import { describe, expect, test } from 'vitest';
import type { Vector } from '../contracts/problem.ts';
import { rootStream } from '../random/random-stream.ts';
import { ArrayProblem } from './array-problem.ts';

const specs = {
  a: { shape: [2, 2], layer: 1, fanIn: 2 },
  b: { shape: [3], layer: 2, fanIn: 4 },
};
const theta = [1, -2, 3, -4, 5, 0, 7];

function problemAt(parameters = Float64Array.from(theta)) {
  const given: unknown[] = [];
  const problem = new ArrayProblem<Float64Array>({
    specs,
    parameters,
    stream: rootStream(0),
    gradient(...all) {
      given.push(all);
      all[2].fill(0.5);
      return 0.25;
    },
    targetAt: (position) => position ** 2,
  });
  const vectorOf = (values: readonly number[]) => {
    const vector = problem.vector();
    (vector as unknown as Float64Array).set(values);
    return vector;
  };
  return { problem, parameters, vectorOf, given };
}

const numbers = (vector: Vector) => [...(vector as unknown as Float64Array)];

describe('ArrayProblem', () => {
  test('adds, scales, fills and copies', () => {
    const { problem, vectorOf } = problemAt();
    const x = vectorOf([1, 2, 3, 4, 5, 6, 7]);
    const y = vectorOf([1, 1, 1, 1, 1, 1, 1]);
    problem.axpy(2, x, y);
    expect(numbers(y)).toEqual([3, 5, 7, 9, 11, 13, 15]);
    problem.scale(-0.5, y);
    expect(numbers(y)).toEqual([-1.5, -2.5, -3.5, -4.5, -5.5, -6.5, -7.5]);
    problem.copy(x, y);
    problem.fill(x, 9);
    expect(numbers(y)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(numbers(x)).toEqual([9, 9, 9, 9, 9, 9, 9]);
  });

  test('multiplies, divides, takes absolute values and roots', () => {
    const { problem, vectorOf } = problemAt();
    const x = vectorOf([4, -9, 0, 16, 0.25, 0, 1]);
    const y = vectorOf([2, 3, 0, -4, 0.5, 5, 0]);
    const out = problem.vector();
    problem.multiply(x, y, out);
    expect(numbers(out)).toEqual([8, -27, 0, -64, 0.125, 0, 0]);
    problem.divide(x, y, out);
    expect(numbers(out)).toEqual([2, -3, 0, -4, 0.5, 0, Number.POSITIVE_INFINITY]);
    problem.abs(x, out);
    expect(numbers(out)).toEqual([4, 9, 0, 16, 0.25, 0, 1]);
    problem.sqrt(out, out);
    expect(numbers(out)).toEqual([2, 3, 0, 4, 0.5, 0, 1]);
  });

  test('has inner products and norms', () => {
    const { problem, vectorOf } = problemAt();
    const x = vectorOf([3, 0, 0, 0, 0, 0, 4]);
    expect(problem.dot(x, problem.parameters)).toBe(3 + 28);
    expect(problem.norm(x)).toBe(5);
  });

  test('views share the memory of one parameter', () => {
    const { problem, parameters } = problemAt();
    problem.fill(problem.view(problem.parameters, 'b'), 0);
    expect([...parameters]).toEqual([1, -2, 3, -4, 0, 0, 0]);
    expect(numbers(problem.view(problem.parameters, 'a'))).toEqual([1, -2, 3, -4]);
    expect(() => problem.view(problem.parameters, 'gamma')).toThrow('no parameter "gamma"');
  });

  test('moves the given parameters in place', () => {
    const { problem, parameters, vectorOf } = problemAt();
    problem.axpy(1, vectorOf([1, 1, 1, 1, 1, 1, 1]), problem.parameters);
    expect([...parameters]).toEqual(theta.map((value) => value + 1));
  });

  test('keeps state by name until it is reset', () => {
    const { problem } = problemAt();
    problem.fill(problem.state('velocity'), 1);
    expect(problem.norm(problem.state('other'))).toBe(0);
    expect(problem.dot(problem.state('velocity'), problem.state('velocity'))).toBe(7);
    problem.resetState();
    expect(problem.norm(problem.state('velocity'))).toBe(0);
  });

  test('passes gradients on, and remembers their loss', () => {
    const { problem, given } = problemAt();
    const out = problem.vector();
    const targets = Float32Array.of(1);
    expect(problem.lastLoss).toBe(0);
    problem.gradient({ start: 2, size: 1 }, problem.parameters, out, targets);
    expect(problem.lastLoss).toBe(0.25);
    expect(problem.lastLoss).toBe(0.25);
    expect(numbers(out)).toEqual(new Array(7).fill(0.5));
    expect(given).toEqual([[{ start: 2, size: 1 }, problem.parameters, out, targets]]);
  });

  test('reads the targets of a batch, and leaves the rest of the array', () => {
    const { problem } = problemAt();
    const out = Float32Array.of(-1, -1, -1);
    problem.readTargets({ start: 3, size: 2 }, out);
    expect([...out]).toEqual([9, 16, -1]);
  });

  test('gives streams by name, each going on where it was left', () => {
    const { problem } = problemAt();
    const expected = rootStream(0).child('noise');
    const drawn = [
      problem.stream('noise').uint32(),
      problem.stream('other').uint32(),
      problem.stream('noise').uint32(),
    ];
    expect(drawn).toEqual([expected.uint32(), rootStream(0).child('other').uint32(), expected.uint32()]);
  });

  test('hands out a copy of what changes, and takes it over', () => {
    const { problem } = problemAt();
    problem.fill(problem.state('velocity'), 0.5);
    problem.stream('noise').uint32();
    const saved = problem.snapshot();
    problem.fill(problem.parameters, 9);
    problem.fill(problem.state('velocity'), 9);
    const next = problem.stream('noise').uint32();
    expect(saved).toEqual({
      parameters: { a: Float64Array.of(1, -2, 3, -4), b: Float64Array.of(5, 0, 7) },
      optimizer: { velocity: { a: Float64Array.of(0.5, 0.5, 0.5, 0.5), b: Float64Array.of(0.5, 0.5, 0.5) } },
      streams: { noise: [expect.any(Number), expect.any(Number), expect.any(Number), expect.any(Number)] },
    });

    const { problem: other } = problemAt(new Float64Array(7));
    const stream = other.stream('noise');
    other.restore(saved);
    expect(numbers(other.parameters)).toEqual(theta);
    expect(numbers(other.state('velocity'))).toEqual(new Array(7).fill(0.5));
    expect(stream.uint32()).toBe(next);
  });

  test('works in the precision of its parameters', () => {
    const single = new ArrayProblem<Float32Array>({
      specs: { w: { shape: [1], layer: 1, fanIn: 1 } },
      parameters: Float32Array.of(1),
      stream: rootStream(0),
      gradient: () => 0,
      targetAt: () => 0,
    });
    single.axpy(0.1, single.parameters, single.parameters);
    expect(numbers(single.parameters)).toEqual([Math.fround(1.1)]);
    expect(single.vector()).toBeInstanceOf(Float32Array);
  });
});
