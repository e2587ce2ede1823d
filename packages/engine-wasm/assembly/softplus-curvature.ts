/*
 * Second derivatives of the two-layer softplus network along a direction (V, u) of its parameters. The method is that
 * of curvature.ts. With k = R{a} = V x', s = sigma(a) and s' = s (1 - s),
 *
 *     R{f} = u . h + sum_j w_j s_j k_j,    R{df/dw_j} = s_j k_j,    R{df/da_j} = u_j s_j + w_j s'_j k_j.
 */
import { paddedSize } from './batch';
import { matmul } from './product';
import { laneSum } from './simd';
import { addWeightedSamples } from './softplus';
import { Workspace } from './workspace';

/**
 * tangents <- R{f_i} for the rows of the last forwardSoftplusBatch, with intermediate values for
 * {@link curvatureSoftplusBatch}.
 */
export function tangentSoftplusBatch(workspace: Workspace, parameters: usize, direction: usize, count: i32): void {
  const padded = paddedSize(count);
  const rowBytes = (<usize>padded) << 2;
  const columns = workspace.columns;
  let k = workspace.tangentActivations;
  let s = workspace.preActivations;
  let h = workspace.hiddenValues;
  matmul(direction, workspace.stride, workspace.width, columns, workspace.rowColumns, padded, k);
  memory.fill(workspace.tangents, 0, rowBytes);
  for (let p: usize = workspace.outgoing; p < workspace.outgoing + ((<usize>workspace.neurons) << 2); p += 4) {
    addTangents(load<f32>(parameters + p), load<f32>(direction + p), s, h, k, rowBytes, workspace.tangents);
    k += rowBytes;
    s += rowBytes;
    h += rowBytes;
  }
}

/** tangents_i <- tangents_i + u h_i + w s_i k_i for one neuron. */
function addTangents(w: f32, u: f32, s: usize, h: usize, k: usize, rowBytes: usize, tangents: usize): void {
  const weight = f32x4.splat(w);
  const direction = f32x4.splat(u);
  for (const end = s + rowBytes; s < end; s += 16, h += 16, k += 16, tangents += 16) {
    const incoming = f32x4.mul(weight, f32x4.mul(v128.load(s), v128.load(k)));
    const sum = f32x4.add(f32x4.mul(direction, v128.load(h)), incoming);
    v128.store(tangents, f32x4.add(v128.load(tangents), sum));
  }
}

/**
 * out <- out + sum_i firstDerivatives_i R{grad f_i} + derivativeTangents_i grad f_i. {@link tangentSoftplusBatch} comes
 * first.
 */
export function curvatureSoftplusBatch(
  workspace: Workspace,
  parameters: usize,
  direction: usize,
  count: i32,
  out: usize,
): void {
  const rowBytes = (<usize>paddedSize(count)) << 2;
  const countBytes = (<usize>count) << 2;
  memory.fill(workspace.firstDerivatives + countBytes, 0, rowBytes - countBytes);
  memory.fill(workspace.derivativeTangents + countBytes, 0, rowBytes - countBytes);
  let row: usize = 0;
  for (let p: usize = workspace.outgoing; p < workspace.outgoing + ((<usize>workspace.neurons) << 2); p += 4) {
    const sum = curveNeuron(workspace, row, load<f32>(parameters + p), load<f32>(direction + p), rowBytes);
    store<f32>(out + p, load<f32>(out + p) + sum);
    row += rowBytes;
  }
  addWeightedSamples(workspace, workspace.tangentActivations, count, out);
}

/**
 * k_i <- l_i (u s_i + w s'_i k_i) + c_i w s_i for one neuron, with l_i = firstDerivatives_i and c_i =
 * derivativeTangents_i. Its rows begin `row` bytes into their matrices. Returns sum_i l_i s_i k_i + c_i h_i with the
 * old k_i.
 */
function curveNeuron(workspace: Workspace, row: usize, w: f32, u: f32, rowBytes: usize): f32 {
  const weight = f32x4.splat(w);
  const direction = f32x4.splat(u);
  const one = f32x4.splat(1);
  let sum = f32x4.splat(0);
  for (let i: usize = 0; i < rowBytes; i += 16) {
    const s = v128.load(workspace.preActivations + row + i);
    const k = v128.load(workspace.tangentActivations + row + i);
    const firstDerivative = v128.load(workspace.firstDerivatives + i);
    const derivativeTangent = v128.load(workspace.derivativeTangents + i);
    const tangent = f32x4.mul(s, k);
    const hidden = v128.load(workspace.hiddenValues + row + i);
    sum = f32x4.add(sum, f32x4.add(f32x4.mul(firstDerivative, tangent), f32x4.mul(derivativeTangent, hidden)));
    const bend = f32x4.mul(f32x4.mul(weight, f32x4.sub(one, s)), tangent);
    const straight = f32x4.mul(
      s,
      f32x4.add(f32x4.mul(firstDerivative, direction), f32x4.mul(derivativeTangent, weight)),
    );
    v128.store(workspace.tangentActivations + row + i, f32x4.add(straight, f32x4.mul(firstDerivative, bend)));
  }
  return laneSum(sum);
}
