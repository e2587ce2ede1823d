/*
 * Many samples through a two-layer network with or without layer normalization: the chunk in workspace.rows.
 */
import { gather, listActive } from './active';
import { outputScale, outputTilt } from './head';
import { matmul } from './product';
import { addWeightedRows, transpose } from './rows';
import { laneSum, relu } from './simd';
import { addSubsets8, addSubsets16, markInactive, tabulateSubsets } from './subset-sums';
import { TABLE_COLUMNS, Workspace } from './workspace';

/** `count` padded to a multiple of 8. */
export function paddedSize(count: i32): i32 {
  return (count + 7) & ~7;
}

/** outputs <- f of the first `count` rows at `parameters`, keeping what {@link backwardBatch} needs. */
export function forwardBatch(workspace: Workspace, parameters: usize, count: i32): void {
  const padded = paddedSize(count);
  preActivate(workspace, parameters, count);
  const outputs = workspace.outputs;
  const squares = workspace.scales;
  project(workspace.preActivations, padded, workspace.width, parameters + workspace.outgoing, outputs);
  if (workspace.normalized) sumSquares(workspace.preActivations, padded, workspace.width, squares);
  for (let i: usize = 0; i < (<usize>count) << 2; i += 4) {
    const squaredNorm = load<f32>(squares + i);
    const scale = outputScale(workspace, squaredNorm);
    const output = scale * load<f32>(outputs + i);
    store<f32>(outputs + i, output);
    store<f32>(workspace.scales + i, scale);
    store<f32>(workspace.tilts + i, outputTilt(workspace, output, squaredNorm));
  }
}

/** preActivations <- W rows', one neuron a row. */
export function preActivate(workspace: Workspace, parameters: usize, count: i32): void {
  const padded = paddedSize(count);
  const columns = workspace.columns;
  transpose(workspace.rows, workspace.stride, count, workspace.rowColumns, padded);
  matmul(
    parameters,
    workspace.stride,
    workspace.width,
    columns,
    workspace.rowColumns,
    padded,
    workspace.preActivations,
  );
}

/** out_i <- sum_j weights_j relu(a_ji), for a matrix of `rows` rows, a multiple of 4, of `columns`, a multiple of 4. */
export function project(a: usize, columns: usize, rows: i32, weights: usize, out: usize): void {
  const rowBytes = columns << 2;
  memory.fill(out, 0, rowBytes);
  for (const end = weights + ((<usize>rows) << 2); weights < end; weights += 16, a += rowBytes * 3) {
    const weight0 = v128.load_splat<f32>(weights);
    const weight1 = v128.load_splat<f32>(weights, 4);
    const weight2 = v128.load_splat<f32>(weights, 8);
    const weight3 = v128.load_splat<f32>(weights, 12);
    for (let p = out; p < out + rowBytes; p += 16, a += 16) {
      const low = f32x4.mul(weight0, relu(v128.load(a)));
      const high = f32x4.mul(weight2, relu(v128.load(a + rowBytes * 2)));
      const lows = f32x4.add(low, f32x4.mul(weight1, relu(v128.load(a + rowBytes))));
      const highs = f32x4.add(high, f32x4.mul(weight3, relu(v128.load(a + rowBytes * 3))));
      v128.store(p, f32x4.add(v128.load(p), f32x4.add(lows, highs)));
    }
  }
}

/** out_i <- sum_j relu(a_ji)^2, for a matrix of `rows` rows of `columns`, a multiple of 8. */
function sumSquares(a: usize, columns: usize, rows: i32, out: usize): void {
  const rowBytes = columns << 2;
  memory.fill(out, 0, rowBytes);
  for (let j = 0; j < rows; j++) {
    for (let p = out; p < out + rowBytes; p += 32, a += 32) {
      const v = relu(v128.load(a));
      const w = relu(v128.load(a, 16));
      v128.store(p, f32x4.add(v128.load(p), f32x4.mul(v, v)));
      v128.store(p, f32x4.add(v128.load(p, 16), f32x4.mul(w, w)), 16);
    }
  }
}

/** sum_i weights_i relu(a_i) over `count` samples, a multiple of 8. */
export function activeDot(a: usize, weights: usize, count: i32): f32 {
  let low = f32x4.splat(0);
  let high = low;
  for (const end = a + ((<usize>count) << 2); a < end; a += 32, weights += 32) {
    low = f32x4.add(low, f32x4.mul(v128.load(weights), relu(v128.load(a))));
    high = f32x4.add(high, f32x4.mul(v128.load(weights, 16), relu(v128.load(a, 16))));
  }
  return laneSum(f32x4.add(low, high));
}

/** out_i <- factor weights_i - tilts_i a_i over `count` samples, a multiple of 4. */
function tilt(factor: f32, weights: usize, tilts: usize, a: usize, count: i32, out: usize): void {
  const factors = f32x4.splat(factor);
  for (const end = a + ((<usize>count) << 2); a < end; a += 16, weights += 16, tilts += 16, out += 16) {
    v128.store(out, f32x4.sub(f32x4.mul(factors, v128.load(weights)), f32x4.mul(v128.load(tilts), v128.load(a))));
  }
}

/** out <- sum_i slopes_i grad f_i over the rows of the last {@link forwardBatch}, added to out where `keep` is 1. */
export function backwardBatch(workspace: Workspace, parameters: usize, count: i32, out: usize, keep: i32): void {
  const padded = paddedSize(count);
  const slopes = workspace.slopes;
  const tilts = workspace.tilts;
  for (let i: usize = 0; i < (<usize>padded) << 2; i += 4) {
    const slope: f32 = i < (<usize>count) << 2 ? load<f32>(slopes + i) : 0;
    store<f32>(slopes + i, slope * load<f32>(workspace.scales + i));
    store<f32>(tilts + i, slope * load<f32>(tilts + i));
  }
  if (!keep) memory.fill(out + workspace.outgoing, 0, (<usize>workspace.width) << 2);
  if (workspace.normalized) {
    if (!keep) memory.fill(out, 0, workspace.outgoing);
    backwardNormalized(workspace, parameters, padded, out);
  } else {
    backwardPlain(workspace, parameters, padded, out, <f32>keep, out + workspace.outgoing);
  }
}

/**
 * {@link backwardBatch} without normalization, where row j of W gets w_j s_j with s_j = sum_{i active} slopes_i x'_i, and w_j,
 * because relu(a) = 1[a > 0] a, gets W_j . s_j: the rows of out <- keep out + w_j s_j, outgoing_j <- outgoing_j + W_j . s_j.
 */
export function backwardPlain(
  workspace: Workspace,
  parameters: usize,
  padded: usize,
  out: usize,
  keep: f32,
  outgoing: usize,
): void {
  const stride = <usize>workspace.stride;
  const table = workspace.subsetSums;
  markInactive(workspace.preActivations, <usize>workspace.width * padded, workspace.inactive);
  for (let column: usize = 0; column < stride; column += TABLE_COLUMNS) {
    const columns = min<usize>(TABLE_COLUMNS, stride - column);
    tabulateSubsets(workspace.rows + (column << 2), stride, workspace.slopes, <i32>padded, columns, table);
    addSubsets(workspace, parameters, padded, column, out, keep, outgoing);
  }
}

/** One table's columns, from `column` on, of all neurons. */
function addSubsets(
  workspace: Workspace,
  parameters: usize,
  padded: usize,
  column: usize,
  out: usize,
  keep: f32,
  outgoing: usize,
): void {
  const rowBytes = (<usize>workspace.stride) << 2;
  const wide = <usize>workspace.stride - column >= <usize>TABLE_COLUMNS;
  const weights = parameters + workspace.outgoing;
  let bits = workspace.inactive;
  let row = column << 2;
  for (let j: usize = 0; j < (<usize>workspace.width) << 2; j += 4, bits += padded >> 3, row += rowBytes) {
    const weight = load<f32>(weights + j);
    const product = wide
      ? addSubsets16(bits, padded, workspace.subsetSums, weight, parameters + row, out + row, keep)
      : addSubsets8(bits, padded, workspace.subsetSums, weight, parameters + row, out + row, keep);
    store<f32>(outgoing + j, load<f32>(outgoing + j) + product);
  }
}

/** {@link backwardBatch} with layer normalization, added to out. */
function backwardNormalized(workspace: Workspace, parameters: usize, padded: i32, out: usize): void {
  const stride = workspace.stride;
  const slopes = workspace.slopes;
  const index = workspace.sampleIndex;
  const values = workspace.sampleValues;
  let a = workspace.preActivations;
  let row = out;
  for (let j: usize = 0; j < (<usize>workspace.width) << 2; j += 4, a += padded << 2, row += stride << 2) {
    const weight = load<f32>(parameters + workspace.outgoing + j);
    const active = listActive(a, 1, padded, index);
    tilt(weight, slopes, workspace.tilts, a, padded, workspace.sampleWeights);
    gather(workspace.sampleWeights, 1, index, active, values);
    addWeightedRows(workspace.rows, stride, index, values, active, 1, row);
    const outgoing = out + workspace.outgoing + j;
    store<f32>(outgoing, load<f32>(outgoing) + activeDot(a, slopes, padded));
  }
}
