import { expect, test } from 'vitest';
import { ToyProblem } from '../testing/stand-ins/toy-problem.ts';
import { fromUpdate } from './optimizer.ts';

test('fromUpdate takes one gradient a step, at the parameters, and moves by the update', () => {
  const problem = new ToyProblem();
  const { start } = fromUpdate((each) => (gradient) => each.axpy(-0.5, gradient, each.parameters));
  const step = start(problem);
  step({ start: 0, size: 1 });
  expect(problem.batches).toEqual([{ start: 0, size: 1 }]);
  // (1.5, 1.2) - 0.5 (1.92, 2.4)
  expect(problem.weights[0]).toBeCloseTo(0.54, 12);
  expect(problem.weights[1]).toBeCloseTo(0, 12);
});
