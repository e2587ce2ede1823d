import type { Samples } from '@sharpness-lab/core';
import type { ReferenceLoss } from './reference-losses.ts';
import { pointsOf, type ReferenceNetwork, type Weights } from './reference-networks.ts';

/** Steps are this fraction of the largest value of their tensor: rounding and cut-off both stay below 1e-6. */
const STEP = 1e-3;

/** The trace of the Hessian of the mean loss over `train`, by second differences of the loss in every parameter. */
export function traceByDifferences(
  network: ReferenceNetwork,
  weights: Weights,
  train: Samples,
  loss: ReferenceLoss,
): number {
  const points = pointsOf(train);
  const meanLoss = () =>
    network
      .outputs(weights, points, points)
      .reduce((sum, output, i) => sum + loss(output, train.targets[i] as number), 0) / train.size;
  const center = meanLoss();
  let trace = 0;
  atBothSides(network, weights, train, meanLoss, (above, below, step) => {
    trace += (above - 2 * center + below) / (step * step);
  });
  return trace;
}

/** ||grad f(x_i)||^2 in all parameters, for each training sample, by central differences of the outputs. */
export function squaredGradientNorms(network: ReferenceNetwork, weights: Weights, train: Samples): number[] {
  const points = pointsOf(train);
  const squares = new Array<number>(train.size).fill(0);
  atBothSides(
    network,
    weights,
    train,
    () => network.outputs(weights, points, points),
    (above, below, step) => {
      above.forEach((output, i) => {
        const slope = (output - (below[i] as number)) / (2 * step);
        squares[i] = (squares[i] as number) + slope * slope;
      });
    },
  );
  return squares;
}

/** Evaluates a function of the weights a step above and below them, in one parameter after the other. */
function atBothSides<T>(
  network: ReferenceNetwork,
  weights: Weights,
  train: Samples,
  evaluate: () => T,
  visit: (above: T, below: T, step: number) => void,
): void {
  // A tenth, because a step in a parameter moves pre-activations by more than itself where inputs or weights exceed 1.
  // No step is small enough for a network on a kink.
  const limit = network.kinkDistance(weights, pointsOf(train)) / 10 || Number.POSITIVE_INFINITY;
  for (const values of Object.values(weights)) {
    const scale = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0) || 1;
    const step = Math.min(STEP * scale, limit);
    for (let k = 0; k < values.length; k++) {
      const value = values[k] as number;
      values[k] = value + step;
      const above = evaluate();
      values[k] = value - step;
      const below = evaluate();
      values[k] = value;
      visit(above, below, step);
    }
  }
}
