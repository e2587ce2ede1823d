import type { ParameterSpecs } from './model.ts';
import type { Problem } from './problem.ts';

/**
 * Keeps the parameters in a set: projects them back after every step. A constraint keeps memory in the same way as an
 * optimizer.
 */
export interface Constraint {
  /** The reason why it cannot apply to a model with these parameters, as the end of a sentence. */
  refuses?(specs: ParameterSpecs): string | undefined;
  /** Allocates what it needs and returns the projection, called once before the first step and after each step. */
  start(problem: Problem): () => void;
}
