import type { Problem } from './problem.ts';

/** Keeps the parameters in a set: projects them back after every step. */
export interface Constraint {
  /** Allocates what it needs and returns the projection, called once before the first step and after each step. */
  start(problem: Problem): () => void;
}
