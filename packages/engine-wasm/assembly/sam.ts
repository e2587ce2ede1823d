/*
 * Whole epochs of single-sample SAM for two-layer networks with or without layer normalization:
 *
 *     theta <- theta - learningRate (grad L_i(theta + rho g / ||g||) + weightDecay theta),    g = grad L_i(theta),
 *
 * and plain SGD when rho is 0. After each step the first layer is projected on a norm, if one is given. One sample's
 * gradient is l'(f) grad f, and grad f is d_j x' in row j of W and scale h_j in W2, so
 *
 *     ||grad f||^2 = scale^2 ||h||^2 + ||x'||^2 ||d||^2.
 *
 * A move along grad f changes the pre-activation of an active neuron by a multiple of d_j ||x'||^2. A neuron that is
 * inactive at theta has no gradient there. It is not perturbed, and stays inactive. So no second matrix product is
 * needed.
 *
 * The pre-activations of BLOCK samples come from one product with the W of the block's start. A step adds c_j x'_k to
 * row j of W, so it adds c_j (x'_k . x'_l) to the pre-activation of sample l. Decay and projection change only factors
 * in front of the pre-activations, see scaling.ts.
 */
import { scatterAdd } from './active';
import { headDerivatives, headOutput, moveHead } from './head';
import { firstDerivative } from './loss';
import { matmul } from './product';
import { addOuter, gatherRows, transpose } from './rows';
import { readOut } from './sample';
import {
  closeScaling,
  decay,
  incomingScale,
  openScaling,
  outgoingScale,
  projectFirstLayer,
  projects,
  scales,
} from './scaling';
import { BLOCK, Workspace } from './workspace';

/**
 * Steps once for each of the first `count` samples of the order.
 *
 * @param firstLayerNorm the norm to project the first layer on, 0 for none
 * @returns the number of steps before the first that met a residual that is not finite
 */
export function samEpoch(
  workspace: Workspace,
  parameters: usize,
  count: i32,
  learningRate: f64,
  rho: f32,
  weightDecay: f64,
  firstLayerNorm: f64,
): i32 {
  openScaling(workspace, parameters, learningRate, weightDecay, firstLayerNorm);
  const steps = samSteps(workspace, parameters, count, <f32>learningRate, rho);
  closeScaling(workspace, parameters);
  return steps;
}

/** The steps of {@link samEpoch}. */
function samSteps(workspace: Workspace, parameters: usize, count: i32, learningRate: f32, rho: f32): i32 {
  for (let start = 0; start < count; start += BLOCK) {
    const size = min(BLOCK, count - start);
    openBlock(workspace, parameters, start, size);
    for (let k = 0; k < size; k++) {
      const target = load<f32>(workspace.stepTargets + ((start + k) << 2));
      if (!samStep(workspace, parameters, k, target, learningRate, rho)) return start + k;
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

/** One step on sample k of the block. Returns false and moves nothing when the residual is not finite. */
function samStep(workspace: Workspace, parameters: usize, k: i32, target: f32, learningRate: f32, rho: f32): bool {
  const change = -learningRate * perturbedDerivative(workspace, parameters, k, target, rho);
  if (!isFinite(change)) return false;
  if (scales()) updateScaled(workspace, parameters, k, change);
  else update(workspace, parameters, k, change, change * workspace.scale);
  return true;
}

/**
 * dl/df of sample k of the block at theta + rho g / ||g||. It moves the head to that point. The result is NaN or
 * infinite when the residual at that point or at theta is not finite.
 */
export function perturbedDerivative(workspace: Workspace, parameters: usize, k: i32, target: f32, rho: f32): f32 {
  const preActivations = workspace.preActivations + (k << 2);
  let output = readOut(workspace, parameters, preActivations, BLOCK, incomingScale(), outgoingScale());
  const residual = firstDerivative(workspace, output, target);
  if (!isFinite(residual)) return residual;
  if (rho > 0 && residual != 0) {
    const squaredDerivatives = headDerivatives(workspace, 1);
    const scale = workspace.scale;
    const squaredInput = load<f32>(workspace.gram + ((k * (BLOCK + 1)) << 2));
    const squaredGradient = scale * scale * workspace.squaredNorm + squaredInput * squaredDerivatives;
    if (squaredGradient > 0) {
      const move = copysign<f32>(rho, residual) / Mathf.sqrt(squaredGradient);
      moveHead(workspace, move * scale, move * squaredInput);
      output = headOutput(workspace);
    }
  }
  return firstDerivative(workspace, output, target);
}

/** Adds incoming dh_j x'_k to row j and outgoing h_j to W2_j of the active neurons. */
function update(workspace: Workspace, parameters: usize, k: i32, incoming: f32, outgoing: f32): void {
  const stride = workspace.stride;
  const index = workspace.index;
  const active = workspace.active;
  const derivatives = workspace.derivatives;
  headDerivatives(workspace, incoming);
  addOuter(parameters, stride, index, derivatives, active, workspace.rows + ((k * stride) << 2));
  addOuter(workspace.preActivations, BLOCK, index, derivatives, active, workspace.gram + ((k * BLOCK) << 2));
  scatterAdd(parameters + workspace.outgoing, index, outgoing, workspace.hidden, active);
}

/** Decays theta, adds change grad f, and projects, where factors stand in front of the parameters. */
function updateScaled(workspace: Workspace, parameters: usize, k: i32, change: f32): void {
  decay(workspace, parameters);
  const incoming = change / incomingScale();
  const squares = projects() ? changeOfSquares(workspace, k, incoming) : 0;
  update(workspace, parameters, k, incoming, (change * workspace.scale) / outgoingScale());
  projectFirstLayer(workspace, parameters, squares);
}

/** The change of ||W||^2 when rows W_j become W_j + d_j x'_k, d_j = incoming dh_j. */
function changeOfSquares(workspace: Workspace, k: i32, incoming: f32): f64 {
  headDerivatives(workspace, incoming);
  const preActivations = workspace.preActivations + (k << 2);
  const squaredInput = <f64>load<f32>(workspace.gram + ((k * (BLOCK + 1)) << 2));
  let sum: f64 = 0;
  for (let p: usize = 0; p < (<usize>workspace.active) << 2; p += 4) {
    const a = <f64>load<f32>(preActivations + <usize>load<u32>(workspace.index + p) * (4 * BLOCK));
    const d = <f64>load<f32>(workspace.derivatives + p);
    sum += d * (2 * a + d * squaredInput);
  }
  return sum;
}
