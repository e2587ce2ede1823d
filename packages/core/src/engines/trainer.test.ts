import { describe, expect, test } from 'vitest';
import type { Phase } from '../contracts/experiment.ts';
import { fromUpdate } from '../contracts/optimizer.ts';
import type { Batch } from '../contracts/problem.ts';
import { ToyProblem } from '../testing/stand-ins/toy-problem.ts';
import { createTrainer } from './trainer.ts';

/** A phase of gradient descent with rate 0.1 that records its batches, and a constraint that records its calls. */
function phase(batchSize: number, log: string[] = [], constrained = false): Phase {
  return {
    config: { batchSize } as Phase['config'],
    optimizer: {
      start(problem) {
        const gradient = problem.vector();
        return (batch: Batch) => {
          log.push(`${batch.start}+${batch.size}`);
          problem.gradient(batch, problem.parameters, gradient);
          problem.axpy(-0.1, gradient, problem.parameters);
        };
      },
    },
    ...(constrained ? { constraint: { start: () => () => void log.push('project') } } : {}),
  };
}

describe('createTrainer', () => {
  test('cuts an epoch into batches, the last one smaller', () => {
    const log: string[] = [];
    expect(createTrainer(new ToyProblem(), phase(3, log))(4)).toBe(2);
    expect(log).toEqual(['0+3', '3+1']);
  });

  test('projects before the first step and after each', () => {
    const log: string[] = [];
    const train = createTrainer(new ToyProblem(), phase(2, log, true));
    expect(log).toEqual(['project']);
    train(4);
    train(2);
    expect(log).toEqual(['project', '0+2', 'project', '2+2', 'project', '0+2', 'project']);
  });

  test('takes the steps of the optimizer: one by hand', () => {
    const problem = new ToyProblem();
    createTrainer(problem, phase(1))(1);
    expect(problem.weights[0]).toBeCloseTo(1.5 - 0.192, 12);
    expect(problem.weights[1]).toBeCloseTo(1.2 - 0.24, 12);
  });

  test('stops at the first step whose loss is not finite, and does not project', () => {
    const log: string[] = [];
    const problem = new ToyProblem([1.5, 1.2], [1, 0.5, Number.POSITIVE_INFINITY, 2]);
    expect(createTrainer(problem, phase(1, log, true))(4)).toBe(2);
    expect(log).toEqual(['project', '0+1', 'project', '1+1', 'project', '2+1']);
  });

  test('refuses a step that goes on after it returns, whatever it throws then', () => {
    const { config } = phase(1);
    const late = () => fromUpdate(() => async () => Promise.reject(new Error('too late')));
    const train = createTrainer(new ToyProblem(), { config, optimizer: late() });
    expect(() => train(1)).toThrow('its step returned a promise: expected it to be done when it returns');
  });

  test('refuses an optimizer that starts without a step', () => {
    const start = (() => undefined) as never;
    expect(() => createTrainer(new ToyProblem(), { config: phase(1).config, optimizer: { start } })).toThrow(
      'start returned undefined, expected the step, a function of one batch',
    );
  });
});
