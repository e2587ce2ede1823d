import type { Targets } from './targets.ts';

/** A loss of one sample as a function of the network's output f and the target y, with its derivatives in f. */
export interface Loss {
  /**
   * The targets for which the formula is meant, and for which it is bounded below; any real numbers by default. Data with
   * others are refused before training.
   */
  readonly targets?: Targets;
  /** l(f, y). */
  value(output: number, target: number): number;
  /** dl/df. */
  firstDerivative(output: number, target: number): number;
  /** d^2 l/df^2. */
  secondDerivative(output: number, target: number): number;
}
