/*
 * Second derivatives of the network with simplified batch normalization along a direction (V, d, u) of (W, gamma, w), on the
 * training set; see curvature.ts for the method. With k_ij = R{z_ij} = 1[z_ij > 0] V_j x'_i and
 *
 *     r_j = R{s_j} / s_j = (1/n) sum_i z_ij k_ij / s_j^2,        e_j = gamma_j w_j / s_j,
 *     e'_j = R{e_j} = (d_j w_j + gamma_j u_j) / s_j - r_j e_j:
 *
 *     f_i = sum_j e_j z_ij,      R{f_i} = sum_j e'_j z_ij + e_j k_ij.
 *
 * With slopes s_i, curvatures c_i, p_j = sum_i s_i z_ij, p'_j = sum_i c_i z_ij + s_i k_ij and q_j = p_j / (n s_j^2), so that
 * q'_j = p'_j / (n s_j^2) - 2 r_j q_j, the sum of curvature.ts is
 *
 *     gamma_j:  (u_j p_j + w_j (p'_j - r_j p_j)) / s_j
 *     w_j:      (d_j p_j + gamma_j (p'_j - r_j p_j)) / s_j
 *     W_j:      sum_{i active} (e'_j (s_i - q_j z_ij) + e_j (c_i - q'_j z_ij - q_j k_ij)) x'_i.
 */
import { gather, listActive, listDot } from './active';
import { activeDot } from './batch';
import { accumulate } from './batchnorm';
import { matmul } from './product';
import { addWeightedRows } from './rows';
import { laneSum, relu } from './simd';
import { Workspace } from './workspace';

/** tangents <- R{f_i} on the training set, after batchNormStatistics, keeping what {@link curvatureBatchNorm} needs. */
export function tangentBatchNorm(workspace: Workspace, parameters: usize, direction: usize): void {
  const padded = workspace.paddedSamples;
  const k = workspace.tangentActivations;
  matmul(direction, workspace.stride, workspace.width, workspace.columns, workspace.inputColumns, padded, k);
  memory.fill(workspace.tangents, 0, (<usize>padded) << 2);
  for (let j: usize = 0; j < <usize>workspace.width; j++) {
    const row = j * ((<usize>padded) << 2);
    const neuron = j << 2;
    const inverse = load<f32>(workspace.inverses + neuron);
    const product = maskTangents(workspace.preActivations + row, k + row, padded);
    const ratio = (product * inverse * inverse) / <f32>workspace.samples;
    const effective = load<f32>(workspace.effective + neuron);
    const gamma = load<f32>(parameters + workspace.gamma + neuron);
    const weight = load<f32>(parameters + workspace.outgoing + neuron);
    const gammaTangent = load<f32>(direction + workspace.gamma + neuron);
    const weightTangent = load<f32>(direction + workspace.outgoing + neuron);
    const tangent = (gammaTangent * weight + gamma * weightTangent) * inverse - ratio * effective;
    store<f32>(workspace.tangentRatios + neuron, ratio);
    store<f32>(workspace.effectiveTangents + neuron, tangent);
    addTangents(workspace.preActivations + row, tangent, k + row, effective, padded, workspace.tangents);
  }
}

/** k_i <- 1[a_i > 0] k_i over `count` samples; returns sum_i relu(a_i) k_i. */
function maskTangents(a: usize, k: usize, count: i32): f32 {
  let sum = f32x4.splat(0);
  for (const end = a + ((<usize>count) << 2); a < end; a += 16, k += 16) {
    const activation = v128.load(a);
    const tangent = v128.and(v128.load(k), f32x4.gt(activation, f32x4.splat(0)));
    v128.store(k, tangent);
    sum = f32x4.add(sum, f32x4.mul(activation, tangent));
  }
  return laneSum(sum);
}

/** out_i <- out_i + x relu(a_i) + y k_i over `count` samples. */
function addTangents(a: usize, x: f32, k: usize, y: f32, count: i32, out: usize): void {
  const xs = f32x4.splat(x);
  const ys = f32x4.splat(y);
  for (const end = a + ((<usize>count) << 2); a < end; a += 16, k += 16, out += 16) {
    const sum = f32x4.add(f32x4.mul(xs, relu(v128.load(a))), f32x4.mul(ys, v128.load(k)));
    v128.store(out, f32x4.add(v128.load(out), sum));
  }
}

/** out <- out + sum_i slopes_i R{grad f_i} + curvatures_i grad f_i over the training set, after {@link tangentBatchNorm}. */
export function curvatureBatchNorm(workspace: Workspace, parameters: usize, direction: usize, out: usize): void {
  const padded = workspace.paddedSamples;
  const stride = workspace.stride;
  const slopes = workspace.slopes;
  const index = workspace.sampleIndex;
  const values = workspace.sampleValues;
  for (let j: usize = 0; j < <usize>workspace.width; j++) {
    const row = j * ((<usize>padded) << 2);
    const neuron = j << 2;
    const a = workspace.preActivations + row;
    const k = workspace.tangentActivations + row;
    const inverse = load<f32>(workspace.inverses + neuron);
    const ratio = load<f32>(workspace.tangentRatios + neuron);
    const projection = activeDot(a, slopes, padded);
    const tangent = activeDot(a, workspace.curvatures, padded) + listDot(k, slopes, padded);
    const moved = tangent - ratio * projection;

    const gamma = load<f32>(parameters + workspace.gamma + neuron);
    const weight = load<f32>(parameters + workspace.outgoing + neuron);
    const gammaTangent = load<f32>(direction + workspace.gamma + neuron);
    const weightTangent = load<f32>(direction + workspace.outgoing + neuron);
    accumulate(out + workspace.gamma + neuron, (weightTangent * projection + weight * moved) * inverse);
    accumulate(out + workspace.outgoing + neuron, (gammaTangent * projection + gamma * moved) * inverse);

    const perSample = (inverse * inverse) / <f32>workspace.samples;
    const pull = projection * perSample;
    curveNormalizedNeuron(
      workspace,
      row,
      load<f32>(workspace.effective + neuron),
      load<f32>(workspace.effectiveTangents + neuron),
      pull,
      tangent * perSample - 2 * ratio * pull,
    );
    const active = listActive(a, 1, padded, index);
    gather(workspace.sampleWeights, 1, index, active, values);
    addWeightedRows(workspace.inputs, stride, index, values, active, 1, out + j * (stride << 2));
  }
}

/** sampleWeights_i <- e' (slopes_i - q z_i) + e (curvatures_i - q' z_i - q k_i), rows as in curveNeuron. */
function curveNormalizedNeuron(
  workspace: Workspace,
  row: usize,
  effective: f32,
  effectiveTangent: f32,
  pull: f32,
  pullTangent: f32,
): void {
  const e = f32x4.splat(effective);
  const eTangent = f32x4.splat(effectiveTangent);
  const q = f32x4.splat(pull);
  const qTangent = f32x4.splat(pullTangent);
  for (let i: usize = 0; i < (<usize>workspace.paddedSamples) << 2; i += 16) {
    const z = relu(v128.load(workspace.preActivations + row + i));
    const k = v128.load(workspace.tangentActivations + row + i);
    const slope = f32x4.sub(v128.load(workspace.slopes + i), f32x4.mul(q, z));
    const bent = f32x4.sub(v128.load(workspace.curvatures + i), f32x4.add(f32x4.mul(qTangent, z), f32x4.mul(q, k)));
    v128.store(workspace.sampleWeights + i, f32x4.add(f32x4.mul(eTangent, slope), f32x4.mul(e, bent)));
  }
}
