/*
 * Second derivatives of a two-layer network with or without layer normalization, along a direction (V, u) of its
 * parameters: a forward pass of tangents (Pearlmutter, "Fast Exact Multiplication by the Hessian", 1994), and a backward
 * pass of
 *
 *     sum_i slopes_i R{grad f_i} + curvatures_i grad f_i,
 *
 * R{.} the derivative along the direction. With slopes l'_i / n and curvatures l''_i R{f_i} / n it is H v of the mean
 * loss; with slopes 0, its Gauss-Newton part.
 *
 * Of a sample, h = relu(W x'), k = R{h} = 1[h > 0] V x', q = w . h, q' = R{q} = u . h + w . k. With scale s = 1 / max(||h||,
 * epsilon) (1 without normalization) and tilt t = f / ||h||^2 (0 without normalization, and below epsilon),
 *
 *     f = s q,                      R{f} = s q' - r f,              r = (h . k) / ||h||^2  (0 where the tilt is)
 *     df/dw_j = s h_j,              R{df/dw_j} = s (k_j - r h_j)
 *     df/dh_j = s w_j - t h_j,      R{df/dh_j} = s (u_j - r w_j) - t' h_j - t k_j,      t' = s q' / ||h||^2 - 3 r t.
 */
import { gather, listActive } from './active';
import { paddedSize } from './batch';
import { matmul } from './product';
import { addWeightedRows } from './rows';
import { laneSum, relu } from './simd';
import { Workspace } from './workspace';

/** tangents <- R{f_i} for the rows of the last forwardBatch, keeping what {@link curvatureBatch} needs. */
export function tangentBatch(workspace: Workspace, parameters: usize, direction: usize, count: i32): void {
  const padded = paddedSize(count);
  const k = workspace.tangentActivations;
  const sums = workspace.tangents;
  const products = workspace.tangentRatios;
  matmul(direction, workspace.stride, workspace.width, workspace.columns, workspace.rowColumns, padded, k);
  memory.fill(sums, 0, (<usize>padded) << 2);
  memory.fill(products, 0, (<usize>padded) << 2);
  for (let j: usize = 0; j < <usize>workspace.width; j++) {
    const row = j * ((<usize>padded) << 2);
    const outgoing = workspace.outgoing + (j << 2);
    const weight = load<f32>(parameters + outgoing);
    tangentNeuron(
      workspace.preActivations + row,
      k + row,
      weight,
      load<f32>(direction + outgoing),
      padded,
      sums,
      products,
    );
  }
  for (let i: usize = 0; i < (<usize>padded) << 2; i += 4) {
    const output = load<f32>(workspace.outputs + i);
    const scale = load<f32>(workspace.scales + i);
    const tilt = load<f32>(workspace.tilts + i);
    // Where ||h|| is above epsilon, scale is 1 / ||h||.
    const squaredScale: f32 = isNormalized(workspace, scale) ? scale * scale : 0;
    const ratio = load<f32>(products + i) * squaredScale;
    const sum = scale * load<f32>(sums + i);
    store<f32>(sums + i, sum - ratio * output);
    store<f32>(products + i, ratio);
    store<f32>(workspace.tangentTilts + i, sum * squaredScale - 3 * ratio * tilt);
  }
}

/** Whether a sample's activations were divided by their norm, not by epsilon. */
function isNormalized(workspace: Workspace, scale: f32): bool {
  return workspace.normalized != 0 && scale < 1 / workspace.epsilon;
}

/** k <- 1[a > 0] k, sums <- sums + u h + w k, products <- products + h k, for one neuron on `count` samples. */
function tangentNeuron(a: usize, k: usize, w: f32, u: f32, count: i32, sums: usize, products: usize): void {
  const weight = f32x4.splat(w);
  const direction = f32x4.splat(u);
  for (const end = a + ((<usize>count) << 2); a < end; a += 16, k += 16, sums += 16, products += 16) {
    const activation = v128.load(a);
    const hidden = relu(activation);
    const tangent = v128.and(v128.load(k), f32x4.gt(activation, f32x4.splat(0)));
    v128.store(k, tangent);
    const sum = f32x4.add(f32x4.mul(direction, hidden), f32x4.mul(weight, tangent));
    v128.store(sums, f32x4.add(v128.load(sums), sum));
    v128.store(products, f32x4.add(v128.load(products), f32x4.mul(hidden, tangent)));
  }
}

/** out <- out + sum_i slopes_i R{grad f_i} + curvatures_i grad f_i, after {@link tangentBatch}. */
export function curvatureBatch(
  workspace: Workspace,
  parameters: usize,
  direction: usize,
  count: i32,
  out: usize,
): void {
  const padded = paddedSize(count);
  const stride = workspace.stride;
  const index = workspace.sampleIndex;
  const values = workspace.sampleValues;
  weighSamples(workspace, count);
  for (let j: usize = 0; j < <usize>workspace.width; j++) {
    const row = j * ((<usize>padded) << 2);
    const a = workspace.preActivations + row;
    const outgoing = workspace.outgoing + (j << 2);
    const weight = load<f32>(parameters + outgoing);
    const sum = curveNeuron(workspace, row, weight, load<f32>(direction + outgoing), padded);
    store<f32>(out + outgoing, load<f32>(out + outgoing) + sum);
    const active = listActive(a, 1, padded, index);
    gather(workspace.sampleWeights, 1, index, active, values);
    addWeightedRows(workspace.rows, stride, index, values, active, 1, out + j * (stride << 2));
  }
}

/**
 * Per sample, with slope s and curvature c: slopes <- s scale, curvatures <- c scale - s scale r, tilts <- s t,
 * tangentTilts <- c t + s t'; all 0 behind the last sample.
 */
function weighSamples(workspace: Workspace, count: i32): void {
  for (let i: usize = 0; i < (<usize>paddedSize(count)) << 2; i += 4) {
    const inside = i < (<usize>count) << 2;
    const slope: f32 = inside ? load<f32>(workspace.slopes + i) : 0;
    const curvature: f32 = inside ? load<f32>(workspace.curvatures + i) : 0;
    const scale = load<f32>(workspace.scales + i);
    const tilt = load<f32>(workspace.tilts + i);
    store<f32>(workspace.slopes + i, slope * scale);
    store<f32>(workspace.curvatures + i, (curvature - slope * load<f32>(workspace.tangentRatios + i)) * scale);
    store<f32>(workspace.tilts + i, slope * tilt);
    store<f32>(workspace.tangentTilts + i, curvature * tilt + slope * load<f32>(workspace.tangentTilts + i));
  }
}

/**
 * sampleWeights_i <- slopes_i u + curvatures_i w - tangentTilts_i h_i - tilts_i k_i for one neuron, whose rows of h and k
 * begin `row` bytes into their matrices; returns sum_i slopes_i k_i + curvatures_i h_i.
 */
function curveNeuron(workspace: Workspace, row: usize, w: f32, u: f32, count: i32): f32 {
  const weight = f32x4.splat(w);
  const direction = f32x4.splat(u);
  let sum = f32x4.splat(0);
  for (let i: usize = 0; i < (<usize>count) << 2; i += 16) {
    const hidden = relu(v128.load(workspace.preActivations + row + i));
    const tangent = v128.load(workspace.tangentActivations + row + i);
    const slope = v128.load(workspace.slopes + i);
    const curvature = v128.load(workspace.curvatures + i);
    sum = f32x4.add(sum, f32x4.add(f32x4.mul(slope, tangent), f32x4.mul(curvature, hidden)));
    const straight = f32x4.add(f32x4.mul(slope, direction), f32x4.mul(curvature, weight));
    const hiddenTilt = f32x4.mul(v128.load(workspace.tangentTilts + i), hidden);
    const tangentTilt = f32x4.mul(v128.load(workspace.tilts + i), tangent);
    v128.store(workspace.sampleWeights + i, f32x4.sub(straight, f32x4.add(hiddenTilt, tangentTilt)));
  }
  return laneSum(sum);
}
