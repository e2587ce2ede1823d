/*
 * Whole epochs of m-SAM with m = 1 for two-layer networks with or without layer normalization. Every sample of a batch
 * is perturbed by its own gradient g_i = grad L_i(theta):
 *
 *     theta <- theta - learningRate (1/|B| sum_{i in B} grad L_i(theta + rho g_i / ||g_i||) + weightDecay theta),
 *
 * and SGD when rho is 0. All samples of a batch have the same theta, so their pre-activations need no correction. Their
 * gradients are sparse as in sam.ts. A vector collects their sum, and one pass adds it to theta.
 */
import { scatterAdd } from './active';
import { headDerivatives } from './head';
import { addOuter } from './rows';
import { openBlock, perturbedDerivative } from './sam';
import { BLOCK, Workspace } from './workspace';

/**
 * Steps once for each batch of the first `count` samples of the order. The last batch may be smaller.
 *
 * @param change a parameter vector to work in
 * @returns the number of steps before the first that met a residual that is not finite
 */
export function slicedSamEpoch(
  workspace: Workspace,
  parameters: usize,
  change: usize,
  count: i32,
  batchSize: i32,
  learningRate: f64,
  rho: f32,
  weightDecay: f64,
): i32 {
  const kept = <f32>(1 - learningRate * weightDecay);
  const bytes = (<usize>workspace.length) << 2;
  memory.fill(change, 0, bytes);
  let steps = 0;
  for (let start = 0; start < count; start += batchSize, steps++) {
    const size = min(batchSize, count - start);
    if (!sumChanges(workspace, parameters, change, start, size, <f32>(-learningRate / size), rho)) break;
    applyChange(parameters, kept, change, bytes);
  }
  return steps;
}

/**
 * change <- change + factor sum_i grad L_i over a batch, at the perturbed points. Returns false when a residual is not
 * finite.
 */
function sumChanges(
  workspace: Workspace,
  parameters: usize,
  change: usize,
  start: i32,
  size: i32,
  factor: f32,
  rho: f32,
): bool {
  const end = start + size;
  for (; start < end; start += BLOCK) {
    const blockSize = min(BLOCK, end - start);
    openBlock(workspace, parameters, start, blockSize);
    for (let k = 0; k < blockSize; k++) {
      const target = load<f32>(workspace.stepTargets + ((start + k) << 2));
      const move = factor * perturbedDerivative(workspace, parameters, k, target, rho);
      if (!isFinite(move)) return false;
      addGradient(workspace, k, move, change);
    }
  }
  return true;
}

/** out <- out + factor grad f(x_k) at the point of the head. */
function addGradient(workspace: Workspace, k: i32, factor: f32, out: usize): void {
  const stride = workspace.stride;
  const index = workspace.index;
  const active = workspace.active;
  headDerivatives(workspace, factor);
  addOuter(out, stride, index, workspace.derivatives, active, workspace.rows + ((k * stride) << 2));
  scatterAdd(out + workspace.outgoing, index, factor * workspace.scale, workspace.hidden, active);
}

/** x <- kept x + change, change <- 0, for vectors of `bytes` bytes, a multiple of 64. */
function applyChange(x: usize, kept: f32, change: usize, bytes: usize): void {
  const factors = f32x4.splat(kept);
  const zero = f32x4.splat(0);
  for (const end = x + bytes; x < end; x += 64, change += 64) {
    v128.store(x, f32x4.add(f32x4.mul(factors, v128.load(x)), v128.load(change)));
    v128.store(x, f32x4.add(f32x4.mul(factors, v128.load(x, 16)), v128.load(change, 16)), 16);
    v128.store(x, f32x4.add(f32x4.mul(factors, v128.load(x, 32)), v128.load(change, 32)), 32);
    v128.store(x, f32x4.add(f32x4.mul(factors, v128.load(x, 48)), v128.load(change, 48)), 48);
    v128.store(change, zero);
    v128.store(change, zero, 16);
    v128.store(change, zero, 32);
    v128.store(change, zero, 48);
  }
}
