import type { Batch, Problem, Vector } from './problem.ts';

/** One update from one batch. */
export type Step = (batch: Batch) => void;

/** One update from a given gradient, which it may overwrite. */
export type Update = (gradient: Vector) => void;

/** The setting that an optimizer is asked to run in. */
export interface OptimizerSetting {
  readonly batchSize: number;
  readonly trainSize: number;
}

/**
 * An optimizer, written once against a {@link Problem}, synchronous, and run unchanged on every engine. The training
 * loop never sees how many gradients a step takes.
 *
 * Whatever it remembers from one step to the next lives in {@link Problem.state} vectors and in the positions of
 * {@link Problem.stream}s, not in variables or scratch vectors: these two are what a checkpoint holds, and a run that is
 * resumed starts its optimizer afresh and then restores them.
 */
export interface Optimizer {
  /** Why this optimizer cannot run in a setting, as a sentence's end ("requires batchSize 1, got 10"). */
  refuses?(setting: OptimizerSetting): string | undefined;
  /** Allocates its vectors and returns the step. */
  start(problem: Problem): Step;
  /**
   * For optimizers whose step is a function of one gradient: allocates the state and returns the update, so that
   * SAM and its relatives can wrap it.
   */
  update?(problem: Problem): Update;
}

/** The optimizer that takes one gradient a step and moves by `update`. */
export function fromUpdate(update: (problem: Problem) => Update): Optimizer & Required<Pick<Optimizer, 'update'>> {
  return {
    update,
    start(problem) {
      const apply = update(problem);
      const gradient = problem.vector();
      return (batch) => {
        problem.gradient(batch, problem.parameters, gradient);
        return apply(gradient);
      };
    },
  };
}
