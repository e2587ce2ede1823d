/*
 * Whole epochs of gradient descent on batches, for two-layer networks without normalization:
 *
 *     theta <- theta - learningRate (grad L_B(theta) + weightDecay theta).
 *
 * The backward pass adds each row's gradient to the row itself, so that no gradient is stored.
 */
import { backwardPlain, forwardBatch, paddedSize } from './batch';
import { firstDerivative } from './loss';
import { gatherRows } from './rows';
import { addScaled, scaleBy } from './vector';
import { Workspace } from './workspace';

/**
 * Steps once for each batch of the first `count` samples of the order. The last batch may be smaller.
 *
 * @param batchSize at most the samples of a chunk
 * @returns the number of steps before the first that met a residual that is not finite
 */
export function descentEpoch(
  workspace: Workspace,
  parameters: usize,
  count: i32,
  batchSize: i32,
  learningRate: f32,
  weightDecay: f64,
): i32 {
  const kept = <f32>(1 - <f64>learningRate * weightDecay);
  let steps = 0;
  for (let start = 0; start < count; start += batchSize, steps++) {
    const size = min(batchSize, count - start);
    gatherRows(workspace.inputs, workspace.stride, workspace.order + (start << 2), size, workspace.rows);
    forwardBatch(workspace, parameters, size);
    if (!fillFirstDerivatives(workspace, workspace.stepTargets + (start << 2), size, -learningRate / <f32>size))
      return steps;
    descend(workspace, parameters, size, kept);
  }
  return steps;
}

/** firstDerivatives_i <- factor dl/df_i, and 0 after the last sample. Returns false when one is not finite. */
function fillFirstDerivatives(workspace: Workspace, targets: usize, count: i32, factor: f32): bool {
  let sum: f32 = 0;
  for (let i: usize = 0; i < (<usize>paddedSize(count)) << 2; i += 4) {
    let value: f32 = 0;
    if (i < (<usize>count) << 2) {
      value = factor * firstDerivative(workspace, load<f32>(workspace.outputs + i), load<f32>(targets + i));
      // The difference is 0 for a finite value and NaN for others, and NaN stays in the sum.
      sum += value - value;
    }
    store<f32>(workspace.firstDerivatives + i, value);
  }
  return sum == 0;
}

/** theta <- kept theta + sum_i firstDerivatives_i grad f_i. */
function descend(workspace: Workspace, parameters: usize, count: i32, kept: f32): void {
  const width = workspace.width;
  const changes = workspace.outgoings;
  memory.fill(changes, 0, (<usize>width) << 2);
  backwardPlain(workspace, parameters, paddedSize(count), parameters, kept, changes);
  const outgoing = parameters + workspace.outgoing;
  scaleBy(kept, outgoing, width, 1, width);
  addScaled(1, changes, width, outgoing, width, 1, width);
}
