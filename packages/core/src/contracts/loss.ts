/** A loss of one sample as a function of the network's output f and the target y, with its derivatives in f. */
export interface Loss {
  /** l(f, y). */
  value(output: number, target: number): number;
  /** dl/df. */
  firstDerivative(output: number, target: number): number;
  /** d^2 l/df^2. */
  secondDerivative(output: number, target: number): number;
}
