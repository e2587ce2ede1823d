import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { fromUpdate, type Optimizer } from '../../contracts/optimizer.ts';
import { defineOptimizer } from '../../contracts/plugin.ts';
import type { Batch, Problem, Vector } from '../../contracts/problem.ts';
import { gradientDescent } from '../stand-ins/small-plugins.ts';
import { ToyProblem } from '../stand-ins/toy-problem.ts';
import { violations } from './contract.ts';
import { optimizerClauses, testOptimizer } from './optimizer.ts';

const RATE = 0.1;

function optimizerOf(create: () => Optimizer) {
  return defineOptimizer({ name: 'tested', summary: 'an optimizer', options: z.object({}), create });
}

/** v <- 0.9 v + g, theta <- theta - 0.1 v. */
const momentum = optimizerOf(() =>
  fromUpdate((problem) => {
    const velocity = problem.state('velocity');
    return (gradient) => {
      problem.scale(0.9, velocity);
      problem.axpy(1, gradient, velocity);
      problem.axpy(-RATE, velocity, problem.parameters);
    };
  }),
);

/** theta <- theta - 0.1 (g + noise), from a stream of its own. */
const noisy = optimizerOf(() => ({
  start(problem) {
    const gradient = problem.vector();
    const stream = problem.stream('noise');
    return (batch) => {
      problem.gradient(batch, problem.parameters, gradient);
      problem.axpy(-RATE * (1 + stream.uniform()), gradient, problem.parameters);
    };
  },
}));

testOptimizer(gradientDescent, [
  { options: { learningRate: RATE }, firstStep: [1.5 - RATE * 1.92, 1.2 - RATE * 2.4] },
  // Mean target of the first three samples 1, residual 0.8: the gradient of sample 0 again.
  { options: { learningRate: RATE }, batchSize: 3, firstStep: [1.308, 0.96] },
]);
testOptimizer(momentum, [{ batchSize: 2 }]);
testOptimizer(noisy);

/** Gradient descent with a step made by `step`, which gets the problem and a scratch vector. */
function stepping(step: (problem: Problem, batch: Batch) => void): () => Optimizer {
  return () => ({ start: (problem) => (batch) => step(problem, batch) });
}

describe('testOptimizer reports an optimizer that', () => {
  let starts = 0;
  const velocities = new WeakMap<Problem, Vector>();
  test.each<[string, () => Optimizer, string]>([
    ['does nothing', stepping(() => {}), 'the parameters have not moved in 10 steps'],
    [
      'explodes',
      () => fromUpdate((problem) => (gradient) => problem.axpy(-1e200, gradient, problem.parameters)),
      'parameters after 10 steps: expected finite numbers',
    ],
    [
      'remembers how often it was started',
      () =>
        fromUpdate((problem) => {
          const rate = RATE / ++starts;
          return (gradient) => problem.axpy(-rate, gradient, problem.parameters);
        }),
      'parameters of a second run: expected',
    ],
    [
      'divides by the norm of a zero gradient',
      () =>
        fromUpdate(
          (problem) => (gradient) => problem.axpy(-RATE / problem.norm(gradient), gradient, problem.parameters),
        ),
      'parameters after 10 steps at zero gradient: expected finite numbers, got NaN at position 0',
    ],
    [
      'decays weights',
      () =>
        fromUpdate((problem) => (gradient) => {
          problem.scale(0.9, problem.parameters);
          problem.axpy(-RATE, gradient, problem.parameters);
        }),
      'parameters after 10 steps at zero gradient: expected 1 at position 0, got 0.724',
    ],
    [
      'hides its velocity in a scratch vector',
      () =>
        fromUpdate((problem) => {
          const velocity = problem.vector();
          return (gradient) => {
            problem.scale(0.9, velocity);
            problem.axpy(1, gradient, velocity);
            problem.axpy(-RATE, velocity, problem.parameters);
          };
        }),
      'parameters after 4 steps with a restart before each: expected',
    ],
    [
      'hides its velocity from checkpoints',
      () =>
        fromUpdate((problem) => {
          const velocity = velocities.get(problem) ?? problem.vector();
          velocities.set(problem, velocity);
          return (gradient) => {
            problem.scale(0.9, velocity);
            problem.axpy(1, gradient, velocity);
            problem.axpy(-RATE, velocity, problem.parameters);
          };
        }),
      'parameters after 4 steps with a checkpoint before each: expected',
    ],
    [
      'starts its state at another value, also when it is there already',
      () =>
        fromUpdate((problem) => {
          const velocity = problem.state('velocity');
          problem.fill(velocity, 1);
          return (gradient) => {
            problem.axpy(1, gradient, velocity);
            problem.axpy(-RATE, velocity, problem.parameters);
          };
        }),
      'parameters after 4 steps with a restart before each: expected',
    ],
    [
      'allocates in its step',
      stepping((problem, batch) => {
        const gradient = problem.vector();
        problem.gradient(batch, problem.parameters, gradient);
        problem.axpy(-RATE, gradient, problem.parameters);
      }),
      '4 steps asked 4 times for vectors, states, views or streams: ask at the start',
    ],
    [
      'looks at samples outside its batch',
      () => ({
        start(problem) {
          const gradient = problem.vector();
          return () => {
            problem.gradient({ start: 0, size: 4 }, problem.parameters, gradient);
            problem.axpy(-RATE, gradient, problem.parameters);
          };
        },
      }),
      'the step took the gradient of samples 0 to 3, outside its batch samples 0 to 0',
    ],
    [
      'changes its batch',
      () => ({
        start(problem) {
          const gradient = problem.vector();
          return (batch) => {
            problem.gradient(batch, problem.parameters, gradient);
            problem.axpy(-RATE, gradient, problem.parameters);
            batch.size = 0;
          };
        },
      }),
      'the step changed its batch from samples 0 to 0 to samples 0 to -1',
    ],
    [
      'writes the gradient over the point where it is taken',
      stepping((problem, batch) => problem.gradient(batch, problem.parameters, problem.parameters)),
      'gradient(): `out` is the point itself, or the parameters',
    ],
    [
      'has an update that is not its step',
      () => ({
        ...fromUpdate((problem) => (gradient) => problem.axpy(-RATE, gradient, problem.parameters)),
        update: (problem) => (gradient) => problem.axpy(RATE, gradient, problem.parameters),
      }),
      'parameters after 4 updates: expected',
    ],
    [
      'steps elsewhere than computed by hand',
      () => fromUpdate((problem) => (gradient) => problem.axpy(-2 * RATE, gradient, problem.parameters)),
      'w1 after one step: expected 1.308 within 1e-12, got 1.116',
    ],
    [
      'refuses the batch size it is tested with',
      () => ({
        refuses: () => 'requires batchSize 4',
        ...fromUpdate((problem) => (gradient) => problem.axpy(-RATE, gradient, problem.parameters)),
      }),
      'batch size 1 was refused: requires batchSize 4',
    ],
    [
      'accepts what it should refuse',
      () => fromUpdate((problem) => (gradient) => problem.axpy(-RATE, gradient, problem.parameters)),
      '{"batchSize":2,"trainSize":4}: expected a refusal with a reason',
    ],
  ])('%s', async (_what, create, complaint) => {
    const clauses = optimizerClauses(optimizerOf(create), {
      firstStep: [1.308, 0.96],
      refused: [{ batchSize: 2, trainSize: 4 }],
    });
    expect(await violations(clauses)).toContainEqual(expect.stringContaining(complaint));
  });
});

describe('ToyProblem', () => {
  test('has the loss and gradient it says', () => {
    const problem = new ToyProblem();
    const out = problem.vector();
    problem.gradient({ start: 0, size: 1 }, problem.parameters, out);
    expect(problem.lastLoss).toBeCloseTo(0.64, 14);
    problem.copy(out, problem.parameters);
    expect(problem.weights[0]).toBeCloseTo(1.92, 14);
    expect(problem.weights[1]).toBeCloseTo(2.4, 14);
  });

  test('takes other targets', () => {
    const problem = new ToyProblem([2, 3]);
    problem.gradient({ start: 1, size: 2 }, problem.parameters, problem.vector(), Float32Array.of(5, 8));
    expect(problem.lastLoss).toBe((1 + 4) / 2);
  });
});
