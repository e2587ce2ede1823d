import type { Batch, Problem, Vector } from './problem.ts';

/** One update from one batch. */
export type Step = (batch: Batch) => void;

/** One update from a given gradient, which it may overwrite. */
export type Update = (gradient: Vector) => void;

/** The setting in which an optimizer is to run. */
export interface OptimizerSetting {
  readonly batchSize: number;
  readonly trainSize: number;
}

/**
 * An optimizer, written once against a {@link Problem}, synchronous, and run unchanged on every engine. The training
 * loop never sees how many gradients a step takes.
 *
 * An optimizer keeps its memory between steps in {@link Problem.state} vectors and in the positions of {@link
 * Problem.stream}s. A checkpoint contains these two. Variables and scratch vectors are not in it: a resumed run starts
 * its optimizer again and then restores the state vectors and the positions.
 */
export interface Optimizer {
  /**
   * The reason why this optimizer cannot run in a setting, as the end of a sentence ("requires batchSize 1, got 10").
   */
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
