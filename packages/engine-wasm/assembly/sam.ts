/*
 * Whole epochs of single-sample SAM on the squared error, for two-layer networks with or without layer normalization:
 *
 *     theta <- theta - rate grad L_i(theta + radius g / ||g||),    g = grad L_i(theta),
 *
 * plain SGD when the radius is 0. One sample's gradient is l'(f) grad f, and grad f is (d_j x') in row j of W and
 * (scale h_j) in W2. So ||grad f||^2 = scale^2 ||h||^2 + ||x'||^2 ||d||^2; moving along it changes the pre-activation of an
 * active neuron by a multiple of d_j ||x'||^2; and a neuron that is inactive at theta has no gradient there, is not
 * perturbed, and stays inactive. No second matrix product is needed.
 *
 * The pre-activations of BLOCK samples come from one product with the W of the block's start. A step adds c_j x'_k to
 * row j, so it adds c_j (x'_k . x'_l) to the pre-activation of sample l: the block's pre-activations follow W exactly.
 */
import { scatterAdd } from './active';
import { headDerivatives, headOutput, moveHead } from './head';
import { slope } from './loss';
import { matmul } from './product';
import { addOuter, gatherRows, transpose } from './rows';
import { readOut } from './sample';
import { BLOCK, Workspace } from './workspace';

/**
 * Steps once for each of the first `count` samples of the order.
 *
 * @returns the number of steps before the first that met a residual that is not finite
 */
export function samEpoch(
  workspace: Workspace,
  parameters: usize,
  count: i32,
  rate: f32,
  radius: f32,
  weightDecay: f32,
): i32 {
  for (let start = 0; start < count; start += BLOCK) {
    const size = min(BLOCK, count - start);
    openBlock(workspace, parameters, start, size);
    for (let k = 0; k < size; k++) {
      const target = load<f32>(workspace.stepTargets + ((start + k) << 2));
      if (!samStep(workspace, parameters, k, target, rate, radius)) return start + k;
    }
  }
  return count;
}

/** Inputs, their Gram matrix and the pre-activations for the next samples of the order. */
export function openBlock(workspace: Workspace, parameters: usize, start: i32, size: i32): void {
  const stride = workspace.stride;
  const columns = workspace.columns;
  const rows = workspace.rows;
  const rowColumns = workspace.rowColumns;
  gatherRows(workspace.inputs, stride, workspace.order + (start << 2), size, rows);
  transpose(rows, stride, size, rowColumns, BLOCK);
  matmul(rows, stride, BLOCK, columns, rowColumns, BLOCK, workspace.gram);
  matmul(parameters, stride, workspace.width, columns, rowColumns, BLOCK, workspace.preActivations);
}

/** One step on sample k of the block; false, and nothing moved, when the residual is not finite. */
export function samStep(workspace: Workspace, parameters: usize, k: i32, target: f32, rate: f32, radius: f32): bool {
  const stride = workspace.stride;
  const x = workspace.rows + ((k * stride) << 2);
  const gram = workspace.gram + ((k * BLOCK) << 2);
  const preActivations = workspace.preActivations;

  let output = readOut(workspace, parameters, preActivations + (k << 2), BLOCK);
  const residual = slope(workspace, output, target);
  if (radius > 0 && residual != 0) {
    const squaredInput = load<f32>(gram + (k << 2));
    const squaredDerivatives = headDerivatives(workspace, 1);
    const scale = workspace.scale;
    const squaredGradient = scale * scale * workspace.squaredNorm + squaredInput * squaredDerivatives;
    if (squaredGradient > 0) {
      const move = copysign<f32>(radius, residual) / Mathf.sqrt(squaredGradient);
      moveHead(workspace, move * scale, move * squaredInput);
      output = headOutput(workspace);
    }
  }

  const change = -rate * slope(workspace, output, target);
  if (!isFinite(residual + change)) return false;
  const index = workspace.index;
  const active = workspace.active;
  const derivatives = workspace.derivatives;
  headDerivatives(workspace, change);
  addOuter(parameters, stride, index, derivatives, active, x);
  addOuter(preActivations, BLOCK, index, derivatives, active, gram);
  scatterAdd(parameters + workspace.outgoing, index, change * workspace.scale, workspace.hidden, active);
  return true;
}
