import type { ParameterSpecs } from './model.ts';
import type { Problem } from './problem.ts';

/** Keeps the parameters in a set: projects them back after every step. What it remembers, it keeps as optimizers do. */
export interface Constraint {
  /** Why it cannot apply to a model with these parameters, as a sentence's end. */
  refuses?(specs: ParameterSpecs): string | undefined;
  /** Allocates what it needs and returns the projection, called once before the first step and after each step. */
  start(problem: Problem): () => void;
}
