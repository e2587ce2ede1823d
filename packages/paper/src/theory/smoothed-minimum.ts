import { smoothedLogistic } from './reference-losses.ts';

const STEP = 1e-3;

/** The second derivative of the logistic loss with label smoothing p in its output, by differences. */
export function curvature(p: number, output: number, label: number): number {
  const loss = smoothedLogistic(p);
  const at = (shift: number) => loss(output + shift, label);
  return (at(STEP) - 2 * at(0) + at(-STEP)) / (STEP * STEP);
}

/** The minimum of that loss, which is convex, by halving an interval in which its slope changes sign. */
export function minimizer(p: number, label: number): number {
  const loss = smoothedLogistic(p);
  let [low, high] = [-40, 40];
  for (let halving = 0; halving < 60; halving++) {
    const middle = (low + high) / 2;
    if (loss(middle + STEP, label) > loss(middle - STEP, label)) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}
