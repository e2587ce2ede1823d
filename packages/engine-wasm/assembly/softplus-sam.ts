/*
 * Whole epochs of single-sample SAM for the two-layer softplus network:
 *
 *     theta <- theta - learningRate (grad L_i(theta + rho g / ||g||) + weightDecay theta),    g = grad L_i(theta),
 *
 * and plain SGD when rho is 0. After each step the first layer is projected on a norm, if one is given. grad f is d_j
 * x' in row j of W, d_j = w_j sigma(a_j), and h_j in W2. A move by m along grad f changes a_j by m d_j ||x'||^2 and w_j
 * by m h_j, so no second matrix product is needed.
 *
 * The pre-activations of BLOCK samples come from one product with the W of the block's start. A step changes row j of W
 * by c_j x'_k, and so the pre-activation of sample l by c_j (x'_k . x'_l). At the end of the block, one pass adds all
 * changes to W. Decay and projection change only factors in front of W and W2, see scaling.ts.
 */
import { firstDerivative } from './loss';
import { matmul } from './product';
import { gatherRows, transpose } from './rows';
import {
  closeScaling,
  decay,
  incomingScale,
  isGentle,
  openScaling,
  outgoingScale,
  projectFirstLayer,
  projects,
} from './scaling';
import { silencePadding, softplusHead, softplusOutput } from './softplus';
import { BLOCK, Workspace } from './workspace';

/**
 * Steps once for each of the first `count` samples of the order.
 *
 * @param firstLayerNorm the norm to project the first layer on, 0 for none
 * @returns the number of steps before the first that met a residual that is not finite
 */
export function softplusSamEpoch(
  workspace: Workspace,
  parameters: usize,
  count: i32,
  learningRate: f64,
  rho: f32,
  weightDecay: f64,
  firstLayerNorm: f64,
): i32 {
  openScaling(workspace, parameters, learningRate, weightDecay, firstLayerNorm);
  const steps = softplusSamSteps(workspace, parameters, count, <f32>learningRate, rho);
  closeScaling(workspace, parameters);
  return steps;
}

/** The steps of {@link softplusSamEpoch}. */
function softplusSamSteps(workspace: Workspace, parameters: usize, count: i32, learningRate: f32, rho: f32): i32 {
  const block = isGentle() ? BLOCK : 1;
  for (let start = 0; start < count; start += block) {
    const size = min(block, count - start);
    openSoftplusBlock(workspace, parameters, start, size);
    for (let k = 0; k < size; k++) {
      const target = load<f32>(workspace.stepTargets + ((start + k) << 2));
      if (softplusSamStep(workspace, parameters, k, size, target, learningRate, rho)) continue;
      addChanges(workspace, parameters, k);
      return start + k;
    }
    const squares = projects() ? changeOfSquares(workspace) : 0;
    addChanges(workspace, parameters, size);
    projectFirstLayer(workspace, parameters, squares);
  }
  return count;
}

/** Inputs, their Gram matrix and the pre-activations for the next samples of the order, one sample a row. */
function openSoftplusBlock(workspace: Workspace, parameters: usize, start: i32, size: i32): void {
  const stride = workspace.stride;
  const columns = workspace.columns;
  const width = workspace.width;
  const rows = workspace.rows;
  const rowColumns = workspace.rowColumns;
  gatherRows(workspace.inputs, stride, workspace.order + (start << 2), size, rows);
  transpose(rows, stride, size, rowColumns, BLOCK);
  matmul(rows, stride, BLOCK, columns, rowColumns, BLOCK, workspace.gram);
  // The block has no changes yet, so their place is free.
  matmul(parameters, stride, width, columns, rowColumns, BLOCK, workspace.changes);
  transpose(workspace.changes, BLOCK, width, workspace.preActivations, width);
  for (let k = 0; k < size; k++) silencePadding(workspace, workspace.preActivations + ((<usize>k * width) << 2));
}

/** One step on sample k of the block. Returns false and moves nothing when the residual is not finite. */
function softplusSamStep(
  workspace: Workspace,
  parameters: usize,
  k: i32,
  size: i32,
  target: f32,
  learningRate: f32,
  rho: f32,
): bool {
  const preActivations = workspace.preActivations + ((<usize>k * workspace.width) << 2);
  const squaredInput = load<f32>(workspace.gram + ((k * (BLOCK + 1)) << 2));
  let output = softplusOutput(workspace, parameters, preActivations, incomingScale(), outgoingScale());
  const residual = firstDerivative(workspace, output, target);
  if (rho > 0 && residual != 0) {
    const squaredGradient = workspace.squaredNorm + squaredInput * workspace.squaredDerivatives;
    if (squaredGradient > 0) {
      const move = copysign<f32>(rho, residual) / Mathf.sqrt(squaredGradient);
      output = moveSoftplus(workspace, preActivations, incomingScale(), move * squaredInput, move);
    }
  }

  const change = -learningRate * firstDerivative(workspace, output, target);
  if (!isFinite(residual + change)) return false;
  decay(workspace, parameters);
  const width = workspace.width;
  const changes = workspace.changes + ((<usize>k * width) << 2);
  addList(change / outgoingScale(), workspace.hidden, width, parameters + workspace.outgoing);
  memory.fill(changes, 0, (<usize>width) << 2);
  addList(change / incomingScale(), workspace.derivatives, width, changes);
  for (let l = k + 1; l < size; l++) {
    const product = load<f32>(workspace.gram + ((k * BLOCK + l) << 2));
    addList(product, changes, width, workspace.preActivations + ((<usize>l * width) << 2));
  }
  return true;
}

/** f after w_j <- w_j + outgoing h_j and a_j <- a_j + incoming df/da_j. Keeps the same values as softplusOutput. */
function moveSoftplus(workspace: Workspace, preActivations: usize, scale: f32, incoming: f32, outgoing: f32): f32 {
  const scales = f32x4.splat(scale);
  const incomings = f32x4.splat(incoming);
  const outgoings = f32x4.splat(outgoing);
  let w = workspace.outgoings;
  let h = workspace.hidden;
  let d = workspace.derivatives;
  for (const end = w + ((<usize>workspace.width) << 2); w < end; w += 16, h += 16, d += 16, preActivations += 16) {
    const a = f32x4.mul(scales, v128.load(preActivations));
    v128.store(d, f32x4.add(a, f32x4.mul(incomings, v128.load(d))));
    v128.store(w, f32x4.add(v128.load(w), f32x4.mul(outgoings, v128.load(h))));
  }
  return softplusHead(workspace);
}

/** out <- out + factor x, for lists of `count` entries, a multiple of 4. */
function addList(factor: f32, x: usize, count: i32, out: usize): void {
  const factors = f32x4.splat(factor);
  for (const end = x + ((<usize>count) << 2); x < end; x += 16, out += 16) {
    v128.store(out, f32x4.add(v128.load(out), f32x4.mul(factors, v128.load(x))));
  }
}

/** The change of ||W||^2 by the changes c_j x'_0 of a block of one step. */
function changeOfSquares(workspace: Workspace): f64 {
  const squaredInput = <f64>load<f32>(workspace.gram);
  let sum: f64 = 0;
  for (let p: usize = 0; p < (<usize>workspace.neurons) << 2; p += 4) {
    const a = <f64>load<f32>(workspace.preActivations + p);
    const change = <f64>load<f32>(workspace.changes + p);
    sum += change * (2 * a + change * squaredInput);
  }
  return sum;
}

/** W <- W + the changes of a block's first `size` steps, in tiles of 4 x 8. */
function addChanges(workspace: Workspace, parameters: usize, size: i32): void {
  const rowBytes = (<usize>workspace.stride) << 2;
  const listBytes = (<usize>workspace.width) << 2;
  const xEnd = workspace.rows + rowBytes;
  let row = parameters;
  for (let change = workspace.changes; change < workspace.changes + listBytes; change += 16, row += rowBytes * 3) {
    for (let x = workspace.rows; x < xEnd; x += 32, row += 32) addChanges4(row, rowBytes, change, listBytes, size, x);
  }
}

/** {@link addChanges} for 8 columns of 4 rows, whose changes begin at `change` and inputs at `x`. */
function addChanges4(row: usize, rowBytes: usize, change: usize, listBytes: usize, size: i32, x: usize): void {
  const row1 = row + rowBytes;
  const row2 = row1 + rowBytes;
  const row3 = row2 + rowBytes;
  let low0 = v128.load(row);
  let high0 = v128.load(row, 16);
  let low1 = v128.load(row1);
  let high1 = v128.load(row1, 16);
  let low2 = v128.load(row2);
  let high2 = v128.load(row2, 16);
  let low3 = v128.load(row3);
  let high3 = v128.load(row3, 16);
  for (const end = change + <usize>size * listBytes; change < end; change += listBytes, x += rowBytes) {
    const low = v128.load(x);
    const high = v128.load(x, 16);
    let factor = v128.load_splat<f32>(change);
    low0 = f32x4.add(low0, f32x4.mul(factor, low));
    high0 = f32x4.add(high0, f32x4.mul(factor, high));
    factor = v128.load_splat<f32>(change, 4);
    low1 = f32x4.add(low1, f32x4.mul(factor, low));
    high1 = f32x4.add(high1, f32x4.mul(factor, high));
    factor = v128.load_splat<f32>(change, 8);
    low2 = f32x4.add(low2, f32x4.mul(factor, low));
    high2 = f32x4.add(high2, f32x4.mul(factor, high));
    factor = v128.load_splat<f32>(change, 12);
    low3 = f32x4.add(low3, f32x4.mul(factor, low));
    high3 = f32x4.add(high3, f32x4.mul(factor, high));
  }
  v128.store(row, low0);
  v128.store(row, high0, 16);
  v128.store(row1, low1);
  v128.store(row1, high1, 16);
  v128.store(row2, low2);
  v128.store(row2, high2, 16);
  v128.store(row3, low3);
  v128.store(row3, high3, 16);
}
