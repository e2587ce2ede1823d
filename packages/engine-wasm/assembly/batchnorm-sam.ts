/*
 * Whole epochs of single-sample SAM for the network with simplified batch normalization:
 *
 *     theta <- theta - learningRate (grad L_k(theta + rho g / ||g||) + weightDecay theta),    g = grad L_k(theta),
 *
 * and plain SGD when rho is 0. Decay is a factor in front of the parameters, see scaling.ts. With u_j = z_kj / s_j and
 * v_j = (1/n) sum_i z_ij x'_i,
 *
 *     du_j/dW_j = x'_k / s_j - z_kj v_j / s_j^3,
 *     df/dW_j = gamma_j w_j du_j/dW_j,    df/dgamma_j = w_j u_j,    df/dw_j = gamma_j u_j.
 *
 * Where z_kj = 0, u_j and its derivative are 0, so only the neurons that are active on sample k take part. One
 * matrix-vector product lists them. Their rows are copied and moved to the perturbed point. Only these copies are
 * multiplied with the whole training set.
 */
import { gather, listActive, listDot, scaleList } from './active';
import { accumulate, inverseStatistic } from './batchnorm';
import { firstDerivative } from './loss';
import { matmul, matvec } from './product';
import { addWeightedRows, gatherRows } from './rows';
import { closeScaling, decay, incomingScale, openScaling, outgoingScale, scales } from './scaling';
import { laneSum } from './simd';
import { Workspace } from './workspace';

/**
 * Steps once for each of the first `count` samples of the order.
 *
 * @returns the number of steps before the first that met a residual that is not finite
 */
export function batchNormSamEpoch(
  workspace: Workspace,
  parameters: usize,
  count: i32,
  learningRate: f64,
  rho: f32,
  weightDecay: f64,
): i32 {
  openScaling(workspace, parameters, learningRate, weightDecay, 0);
  const steps = batchNormSamSteps(workspace, parameters, count, <f32>learningRate, rho);
  closeScaling(workspace, parameters);
  return steps;
}

/** The steps of {@link batchNormSamEpoch}. */
function batchNormSamSteps(workspace: Workspace, parameters: usize, count: i32, learningRate: f32, rho: f32): i32 {
  for (let k = 0; k < count; k++) {
    const sample = load<u32>(workspace.order + (k << 2));
    const target = load<f32>(workspace.stepTargets + (k << 2));
    if (!batchNormSamStep(workspace, parameters, sample, target, learningRate, rho)) return k;
  }
  return count;
}

/** One step on a sample. Returns false and moves nothing when the residual is not finite. */
function batchNormSamStep(
  workspace: Workspace,
  parameters: usize,
  sample: i32,
  target: f32,
  learningRate: f32,
  rho: f32,
): bool {
  openNeurons(workspace, parameters, sample);
  let output = normalizeNeurons(workspace, sample);
  const residual = firstDerivative(workspace, output, target);
  if (rho > 0 && residual != 0) {
    const squaredGradient = neuronGradient(workspace);
    if (squaredGradient > 0) {
      moveNeurons(workspace, copysign<f32>(rho, residual) / Mathf.sqrt(squaredGradient));
      output = normalizeNeurons(workspace, sample);
    }
  }
  const change = -learningRate * firstDerivative(workspace, output, target);
  if (!isFinite(residual + change)) return false;
  updateNeurons(workspace, parameters, change);
  return true;
}

/** Lists the neurons that are active on the sample and copies their parameters. */
function openNeurons(workspace: Workspace, parameters: usize, sample: i32): void {
  const stride = workspace.stride;
  const index = workspace.index;
  const x = workspace.inputs + ((<usize>sample * stride) << 2);
  matvec(parameters, stride, workspace.width, x, workspace.preActivations);
  const active = listActive(workspace.preActivations, 1, workspace.width, index);
  workspace.active = active;
  gather(parameters + workspace.gamma, 1, index, active, workspace.gammas);
  gather(parameters + workspace.outgoing, 1, index, active, workspace.outgoings);
  gatherRows(parameters, stride, index, active, workspace.activeRows);
  if (!scales()) return;
  scaleList(workspace.gammas, outgoingScale(), active);
  scaleList(workspace.outgoings, outgoingScale(), active);
  scaleList(workspace.activeRows, incomingScale(), active * <i32>stride);
}

/** f_k from the listed neurons, whose rows are in workspace.activeRows. Keeps u_j, du_j/dW_j and its squared norm. */
function normalizeNeurons(workspace: Workspace, sample: i32): f32 {
  const stride = workspace.stride;
  const padded = workspace.paddedSamples;
  let output: f32 = 0;
  for (let j = 0; j < workspace.active; j += 4) {
    const rows = workspace.activeRows + ((<usize>j * stride) << 2);
    matmul(rows, stride, 4, workspace.columns, workspace.inputColumns, padded, workspace.preActivations);
    for (let k = j; k < min(j + 4, workspace.active); k++) {
      const a = workspace.preActivations + ((<usize>(k - j) * padded) << 2);
      const unit = normalizeNeuron(workspace, a, sample, k);
      const p = (<usize>k) << 2;
      output += load<f32>(workspace.gammas + p) * load<f32>(workspace.outgoings + p) * unit;
    }
  }
  return output;
}

/**
 * u_j of the k-th listed neuron from its pre-activations on the training set. Keeps u_j, du_j/dW_j and its squared
 * norm.
 */
function normalizeNeuron(workspace: Workspace, a: usize, sample: i32, k: i32): f32 {
  const stride = workspace.stride;
  const samples = workspace.samples;
  const index = workspace.sampleIndex;
  const values = workspace.sampleValues;
  const direction = workspace.directions + ((<usize>k * stride) << 2);
  const p = (<usize>k) << 2;
  const z = max(load<f32>(a + ((<usize>sample) << 2)), 0);
  let inverse: f32 = 0;
  if (z != 0) {
    const active = listActive(a, 1, workspace.paddedSamples, index);
    gather(a, 1, index, active, values);
    inverse = inverseStatistic(listDot(values, values, active), samples);
    scaleRow(inverse, workspace.inputs + ((<usize>sample * stride) << 2), stride, direction);
    const factor = (-z * inverse * inverse * inverse) / <f32>samples;
    addWeightedRows(workspace.inputs, stride, index, values, active, factor, direction);
  } else {
    memory.fill(direction, 0, stride << 2);
  }
  const unit = z * inverse;
  store<f32>(workspace.units + p, unit);
  store<f32>(workspace.squares + p, listDot(direction, direction, <i32>stride));
  return unit;
}

/** out <- factor x, for rows of `stride` floats. */
function scaleRow(factor: f32, x: usize, stride: usize, out: usize): void {
  const factors = f32x4.splat(factor);
  for (const end = x + (stride << 2); x < end; x += 16, out += 16) v128.store(out, f32x4.mul(factors, v128.load(x)));
}

/** ||grad f_k||^2 = sum_j (gamma_j^2 + w_j^2) u_j^2 + (gamma_j w_j)^2 ||du_j/dW_j||^2. */
function neuronGradient(workspace: Workspace): f32 {
  let sum = f32x4.splat(0);
  for (let p: usize = 0; p < (<usize>workspace.active) << 2; p += 16) {
    const gamma = v128.load(workspace.gammas + p);
    const weight = v128.load(workspace.outgoings + p);
    const unit = v128.load(workspace.units + p);
    const outer = f32x4.mul(f32x4.add(f32x4.mul(gamma, gamma), f32x4.mul(weight, weight)), f32x4.mul(unit, unit));
    const product = f32x4.mul(gamma, weight);
    const inner = f32x4.mul(f32x4.mul(product, product), v128.load(workspace.squares + p));
    sum = f32x4.add(sum, f32x4.add(outer, inner));
  }
  return laneSum(sum);
}

/** Moves the copies of the listed neurons' parameters by `distance` along grad f_k. */
function moveNeurons(workspace: Workspace, distance: f32): void {
  const rowBytes = (<usize>workspace.stride) << 2;
  let row = workspace.activeRows;
  let direction = workspace.directions;
  for (let p: usize = 0; p < (<usize>workspace.active) << 2; p += 4, row += rowBytes, direction += rowBytes) {
    const gamma = load<f32>(workspace.gammas + p);
    const weight = load<f32>(workspace.outgoings + p);
    const move = distance * load<f32>(workspace.units + p);
    addRow(row, distance * gamma * weight, direction, rowBytes);
    store<f32>(workspace.gammas + p, gamma + move * weight);
    store<f32>(workspace.outgoings + p, weight + move * gamma);
  }
}

/** Decays theta, then theta <- theta + change grad f_k, with grad f_k at the moved copies. */
function updateNeurons(workspace: Workspace, parameters: usize, change: f32): void {
  const rowBytes = (<usize>workspace.stride) << 2;
  decay(workspace, parameters);
  const incoming = change / incomingScale();
  const outgoing = change / outgoingScale();
  let direction = workspace.directions;
  for (let p: usize = 0; p < (<usize>workspace.active) << 2; p += 4, direction += rowBytes) {
    const neuron = <usize>load<u32>(workspace.index + p);
    const gamma = load<f32>(workspace.gammas + p);
    const weight = load<f32>(workspace.outgoings + p);
    const move = outgoing * load<f32>(workspace.units + p);
    addRow(parameters + neuron * rowBytes, incoming * gamma * weight, direction, rowBytes);
    accumulate(parameters + workspace.gamma + (neuron << 2), move * weight);
    accumulate(parameters + workspace.outgoing + (neuron << 2), move * gamma);
  }
}

/** row <- row + factor x. */
function addRow(row: usize, factor: f32, x: usize, rowBytes: usize): void {
  const factors = f32x4.splat(factor);
  for (const end = x + rowBytes; x < end; x += 16, row += 16) {
    v128.store(row, f32x4.add(v128.load(row), f32x4.mul(factors, v128.load(x))));
  }
}
