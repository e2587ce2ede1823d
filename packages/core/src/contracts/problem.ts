import type { RandomStream } from '../random/random-stream.ts';

declare const VECTOR: unique symbol;

/** A vector that an engine owns. An optimizer only passes it back to the problem and does not read it. */
export interface Vector {
  readonly [VECTOR]: true;
}

/** A stretch of the epoch's sample order. */
export interface Batch {
  /** Position of the first sample in the epoch's order. */
  start: number;
  /** Number of samples. */
  size: number;
}

/**
 * Arithmetic on an engine's vectors. All operands have the same length, and `out` may be one of them; nothing is
 * allocated.
 */
export interface VectorArithmetic {
  /** x <- value. */
  fill(x: Vector, value: number): void;
  /** to <- from. */
  copy(from: Vector, to: Vector): void;
  /** x <- factor x. */
  scale(factor: number, x: Vector): void;
  /** y <- y + factor x. */
  axpy(factor: number, x: Vector, y: Vector): void;
  /** <x, y>. */
  dot(x: Vector, y: Vector): number;
  /** ||x||_2. */
  norm(x: Vector): number;
  /** out <- x y, element by element. */
  multiply(x: Vector, y: Vector, out: Vector): void;
  /** out <- x / y, element by element; 0 where x is 0. */
  divide(x: Vector, y: Vector, out: Vector): void;
  /** out <- |x|, element by element. */
  abs(x: Vector, out: Vector): void;
  /** out <- sqrt(x), element by element. */
  sqrt(x: Vector, out: Vector): void;
}

/**
 * The interface between an optimizer and an engine: the parameters, the gradient of the training loss on a batch, and
 * vector arithmetic. An optimizer requests its vectors once, when it starts, so that a step allocates nothing.
 */
export interface Problem extends VectorArithmetic {
  /** The parameters theta; an optimizer moves them in place. */
  readonly parameters: Vector;
  /** The fraction of the phase's epochs that are done. */
  readonly progress: number;
  /** A scratch vector, zero at first. */
  vector(): Vector;
  /**
   * A state vector of the optimizer: zero at first and kept in checkpoints. A later phase keeps it only with
   * `keepState`.
   */
  state(name: string): Vector;
  /** The part of a full-length vector that belongs to one named parameter, sharing its memory. */
  view(vector: Vector, parameter: string): Vector;
  /**
   * The gradient of the mean loss over a batch: out <- grad (1/|B|) sum_{i in B} l(f(x_i; at), y_i). The loss is in
   * {@link lastLoss}; returned, it would be an object on JavaScript's heap.
   *
   * @param at where, a full-length vector
   * @param out full-length; may be neither `at` nor the parameters
   * @param targets other targets than the samples' own, indexed by position within the batch; may be longer than it
   */
  gradient(batch: Batch, at: Vector, out: Vector, targets?: Float32Array): void;
  /** out[k] <- the target y_i of the k-th sample of a batch. Entries of `out` behind the batch do not change. */
  readTargets(batch: Batch, out: Float32Array): void;
  /** The mean loss over the batch and at the point of the last gradient; not finite once training has diverged. */
  readonly lastLoss: number;
  /** A random stream of the optimizer's own, kept in checkpoints. In a later phase it continues at its position. */
  stream(name: string): RandomStream;
}
