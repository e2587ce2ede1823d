import { describe, expect, expectTypeOf, test } from 'vitest';
import { fromUpdate, type Optimizer } from '../contracts/optimizer.ts';
import { LabError } from '../errors.ts';
import { minimize } from './minimize.ts';

const descent = fromUpdate((problem) => (gradient) => problem.axpy(-0.1, gradient, problem.parameters));

/** (a x^2 + b y^2) / 2 with a = 1 and b = 3. */
function bowl(at: Float64Array | Float32Array, out: Float64Array | Float32Array): number {
  const [x = 0, y = 0] = at;
  out[0] = x;
  out[1] = 3 * y;
  return (x * x + 3 * y * y) / 2;
}

describe('minimize', () => {
  test('goes down a quadratic as its closed form says', () => {
    const start = Float64Array.of(2, -1);
    const { parameters, losses } = minimize(descent, { start, gradient: bowl, steps: 20 });
    expect(parameters[0]).toBeCloseTo(2 * 0.9 ** 20, 14);
    expect(parameters[1]).toBeCloseTo(-(0.7 ** 20), 14);
    expect([...start]).toEqual([2, -1]);
    expect(losses).toHaveLength(20);
    expect(losses[0]).toBe(3.5);
    expect(losses[19]).toBeCloseTo((4 * 0.81 ** 19 + 3 * 0.49 ** 19) / 2, 14);
  });

  test('works in the precision of its start', () => {
    const { parameters } = minimize(descent, { start: Float32Array.of(2, -1), gradient: bowl, steps: 1 });
    expect(parameters).toBeInstanceOf(Float32Array);
    expectTypeOf(parameters).toExtend<Float32Array>();
    const untyped = () =>
      // @ts-expect-error numbers are given as typed arrays, which also say how precise they are
      minimize(descent, { start: [2, -1], gradient: bowl, steps: 1 });
    expectTypeOf(untyped).toBeFunction();
  });

  test('records where steps begin, also of optimizers that take several gradients a step', () => {
    const twice: Optimizer = {
      start(problem) {
        const gradient = problem.vector();
        const elsewhere = problem.vector();
        return (batch) => {
          problem.gradient(batch, problem.parameters, gradient);
          problem.copy(problem.parameters, elsewhere);
          problem.axpy(1, gradient, elsewhere);
          problem.gradient(batch, elsewhere, gradient);
          problem.axpy(-0.1, gradient, problem.parameters);
        };
      },
    };
    const { parameters, losses } = minimize(twice, { start: Float64Array.of(1, 0), gradient: bowl, steps: 2 });
    expect([...losses]).toEqual([0.5, 0.5 * 0.8 * 0.8].map((loss) => expect.closeTo(loss, 15)));
    expect(parameters[0]).toBeCloseTo(0.64, 15);
  });

  test('ends when the function is no longer finite', () => {
    const gradient = (at: Float64Array, out: Float64Array) => {
      out.fill(1);
      return (at[0] as number) > -0.15 ? 1 : Number.NaN;
    };
    const { losses } = minimize(descent, { start: Float64Array.of(0), gradient, steps: 50 });
    expect([...losses]).toEqual([1, 1, Number.NaN]);
  });

  test('takes schedules from 0 up to, but not including, 1', () => {
    const seen: number[] = [];
    const watching = fromUpdate((problem) => () => void seen.push(problem.progress));
    minimize(watching, { start: Float64Array.of(0), gradient: () => 0, steps: 4 });
    expect(seen).toEqual([0, 0.25, 0.5, 0.75]);
  });

  test('draws the same from the same seed', () => {
    const noisy: Optimizer = {
      start: (problem) => () => problem.fill(problem.parameters, problem.stream('noise').uniform()),
    };
    const at = (seed?: number) =>
      minimize(noisy, {
        start: Float64Array.of(0),
        gradient: () => 0,
        steps: 3,
        ...(seed === undefined ? {} : { seed }),
      }).parameters[0];
    expect(at(1)).toBe(at(1));
    expect(at(1)).not.toBe(at());
  });

  test('refuses optimizers of batches, and of targets', () => {
    const run = (optimizer: Optimizer) =>
      minimize(optimizer, { start: Float64Array.of(0), gradient: () => 0, steps: 1 });
    expect(() => run({ ...descent, refuses: ({ batchSize }) => `requires batchSize 8, got ${batchSize}` })).toThrow(
      new LabError('config', 'the optimizer requires batchSize 8, got 1'),
    );
    expect(() => run({ start: (problem) => (batch) => problem.readTargets(batch, new Float32Array(1)) })).toThrow(
      new LabError('config', 'the optimizer needs targets, and a function has none: run it on an ArrayProblem'),
    );
  });
});
