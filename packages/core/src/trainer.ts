import type { Phase } from './compose.ts';
import type { Batch, Problem } from './contracts/problem.ts';

/** Trains one epoch of `length` samples and returns the number of steps completed with a finite loss. */
export type Trainer = (length: number) => number;

/**
 * The generic way to run a phase: any optimizer and constraint on any problem. Engines use it wherever they have no
 * faster way.
 */
export function createTrainer(problem: Problem, { optimizer, constraint, config: { batchSize } }: Phase): Trainer {
  const step = optimizer.start(problem);
  const project = constraint?.start(problem);
  const batch: Batch = { start: 0, size: 0 };
  project?.();
  return (length) => {
    let steps = 0;
    for (batch.start = 0; batch.start < length; batch.start += batchSize) {
      batch.size = Math.min(batchSize, length - batch.start);
      step(batch);
      if (!Number.isFinite(problem.lastLoss)) return steps;
      project?.();
      steps++;
    }
    return steps;
  };
}
