/*
 * Two-layer network with simplified batch normalization: f_i = sum_j gamma_j w_j z_ij / s_j, z = relu(W x'),
 * s_j^2 = (1/n) sum_i z_ij^2 over the training set. A neuron with s_j = 0 gives 0 and has no gradient.
 */
import { gather, listActive } from './active';
import { activeDot, paddedSize, preActivate, project } from './batch';
import { matmul } from './product';
import { addWeightedRows } from './rows';
import { Workspace } from './workspace';

/** Pre-activations of the training set, 1/s_j and gamma_j w_j / s_j at `parameters`. */
export function batchNormStatistics(workspace: Workspace, parameters: usize): void {
  const padded = workspace.paddedSamples;
  const a = workspace.preActivations;
  matmul(parameters, workspace.stride, workspace.width, workspace.columns, workspace.inputColumns, padded, a);
  for (let j: usize = 0; j < <usize>workspace.width; j++) {
    const row = a + ((j * padded) << 2);
    const neuron = j << 2;
    const inverse = inverseStatistic(activeDot(row, row, padded), workspace.samples);
    const gamma = load<f32>(parameters + workspace.gamma + neuron);
    const weight = load<f32>(parameters + workspace.outgoing + neuron);
    store<f32>(workspace.inverses + neuron, inverse);
    store<f32>(workspace.effective + neuron, gamma * weight * inverse);
  }
}

/** 1 / sqrt(sum / n), and 0 for a dead neuron. */
export function inverseStatistic(sum: f32, samples: i32): f32 {
  return sum == 0 ? 0 : 1 / Mathf.sqrt(sum / <f32>samples);
}

/** outputs <- f of the training set. {@link batchNormStatistics} comes first. */
export function forwardBatchNorm(workspace: Workspace): void {
  project(workspace.preActivations, workspace.paddedSamples, workspace.width, workspace.effective, workspace.outputs);
}

/**
 * outputs <- f of the first `count` of workspace.rows. {@link batchNormStatistics} comes first, and its pre-activations
 * are overwritten.
 */
export function evaluateBatchNorm(workspace: Workspace, parameters: usize, count: i32): void {
  preActivate(workspace, parameters, count);
  project(workspace.preActivations, paddedSize(count), workspace.width, workspace.effective, workspace.outputs);
}

/**
 * out <- sum_i l_i grad f_i over the training set, l_i = firstDerivatives_i. With p_j = sum_i l_i z_ij, row j of W gets
 *
 *     gamma_j w_j / s_j  sum_{i active} (l_i - z_ij p_j / (n s_j^2)) x'_i.
 */
export function backwardBatchNorm(workspace: Workspace, parameters: usize, out: usize): void {
  const padded = workspace.paddedSamples;
  const stride = workspace.stride;
  const firstDerivatives = workspace.firstDerivatives;
  const index = workspace.sampleIndex;
  const values = workspace.sampleValues;
  memory.fill(out, 0, workspace.outgoing + ((<usize>workspace.width) << 2));
  for (let j: usize = 0; j < <usize>workspace.width; j++) {
    const neuron = j << 2;
    const inverse = load<f32>(workspace.inverses + neuron);
    const a = workspace.preActivations + ((j * padded) << 2);
    const projection = activeDot(a, firstDerivatives, padded);
    const pull = (projection * inverse * inverse) / <f32>workspace.samples;
    subtractScaled(firstDerivatives, pull, a, padded, workspace.sampleWeights);
    const active = listActive(a, 1, padded, index);
    gather(workspace.sampleWeights, 1, index, active, values);
    const effective = load<f32>(workspace.effective + neuron);
    addWeightedRows(workspace.inputs, stride, index, values, active, effective, out + ((j * stride) << 2));
    const gamma = load<f32>(parameters + workspace.gamma + neuron);
    const weight = load<f32>(parameters + workspace.outgoing + neuron);
    accumulate(out + workspace.gamma + neuron, weight * inverse * projection);
    accumulate(out + workspace.outgoing + neuron, gamma * inverse * projection);
  }
}

/** out_i <- x_i - factor y_i over `count` entries, a multiple of 4. */
function subtractScaled(x: usize, factor: f32, y: usize, count: i32, out: usize): void {
  const factors = f32x4.splat(factor);
  for (const end = x + ((<usize>count) << 2); x < end; x += 16, y += 16, out += 16) {
    v128.store(out, f32x4.sub(v128.load(x), f32x4.mul(factors, v128.load(y))));
  }
}

/** Adds to the float at an address. */
export function accumulate(p: usize, value: f32): void {
  store<f32>(p, load<f32>(p) + value);
}
