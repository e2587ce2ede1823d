import type { Constraint } from '../contracts/constraint.ts';
import type { Phase } from '../contracts/experiment.ts';
import type { Optimizer } from '../contracts/optimizer.ts';
import type { Batch, Problem } from '../contracts/problem.ts';
import { attribute, attributed, pluginError } from '../plugins/attribution.ts';

/** Trains one epoch of `length` samples and returns the number of steps completed with a finite loss. */
export type Trainer = (length: number) => number;

/**
 * The generic way to run a phase: any optimizer and any constraint on any problem. An engine uses it where it has no
 * faster way.
 */
export function createTrainer(problem: Problem, { optimizer, constraint, config: { batchSize } }: Phase): Trainer {
  const step = attribute(optimizer, () => optimizer.start(problem));
  if (typeof step !== 'function') {
    throw pluginError(optimizer, `start returned ${String(step)}, expected the step, a function of one batch`);
  }
  const project = constraint && attribute(constraint, () => startConstraint(constraint, problem));
  const batch: Batch = { start: 0, size: 0 };
  return (length) => {
    let steps = 0;
    let acting: object = optimizer;
    try {
      for (batch.start = 0; batch.start < length; batch.start += batchSize) {
        batch.size = Math.min(batchSize, length - batch.start);
        ensureSynchronous(optimizer, step(batch));
        if (!Number.isFinite(problem.lastLoss)) return steps;
        if (project !== undefined) {
          acting = constraint as Constraint;
          project();
          acting = optimizer;
        }
        steps++;
      }
    } catch (error) {
      throw attributed(acting, error);
    }
    return steps;
  };
}

/** An async step would change the parameters at any time, and its error would end the process. */
function ensureSynchronous(optimizer: Optimizer, returned: unknown): void {
  if (!(returned instanceof Promise)) return;
  returned.catch(() => undefined);
  throw pluginError(optimizer, 'its step returned a promise: expected it to be done when it returns, without async');
}

function startConstraint(constraint: Constraint, problem: Problem): () => void {
  const project = constraint.start(problem);
  project();
  return project;
}
