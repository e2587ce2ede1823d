import { attribute, attributed, pluginError } from './attribution.ts';
import type { Phase } from './compose.ts';
import type { Constraint } from './contracts/constraint.ts';
import type { Batch, Problem } from './contracts/problem.ts';

/** Trains one epoch of `length` samples and returns the number of steps completed with a finite loss. */
export type Trainer = (length: number) => number;

/**
 * The generic way to run a phase: any optimizer and constraint on any problem. Engines use it wherever they have no
 * faster way.
 */
export function createTrainer(problem: Problem, { optimizer, constraint, config: { batchSize } }: Phase): Trainer {
  const step = attribute(optimizer, () => optimizer.start(problem));
  if (typeof step !== 'function') throw pluginError(optimizer, `start returned ${String(step)}, expected the step`);
  const project = constraint && attribute(constraint, () => startConstraint(constraint, problem));
  const batch: Batch = { start: 0, size: 0 };
  return (length) => {
    let steps = 0;
    let acting: object = optimizer;
    try {
      for (batch.start = 0; batch.start < length; batch.start += batchSize) {
        batch.size = Math.min(batchSize, length - batch.start);
        step(batch);
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

function startConstraint(constraint: Constraint, problem: Problem): () => void {
  const project = constraint.start(problem);
  project();
  return project;
}
