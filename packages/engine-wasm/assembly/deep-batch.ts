/*
 * Many samples through a network of any depth (see deep.ts): the chunk in workspace.rows. A product takes for each sample
 * its active neurons only, or for each neuron its active samples. Products with W_l go through it in strips of STRIP
 * columns, copied together so that a strip stays in the nearest cache while all samples pass.
 */
import { gather, listActive, listDot } from './active';
import { paddedSize, preActivate } from './batch';
import { firstLayer, Layer, layerAbove } from './layer';
import { addWeightedRows, transpose } from './rows';
import { relu } from './simd';
import { Workspace } from './workspace';

/** Columns of a strip. */
const STRIP = 16;

/** outputs <- f of the first `count` rows at `parameters`, keeping what {@link deepBackwardBatch} needs. */
export function deepForwardBatch(workspace: Workspace, parameters: usize, count: i32): void {
  let layer = firstLayer(workspace);
  preActivate(workspace, parameters, count);
  const padded = paddedSize(count);
  transpose(workspace.preActivations, padded, layer.width, layer.preActivationRows, layer.width);
  for (let l = 1; l < workspace.hiddenLayers; l++) {
    const above = layerAbove(layer);
    listNeurons(workspace, layer, layer.preActivationRows, count);
    memory.fill(above.preActivationRows, 0, (<usize>count * above.width) << 2);
    for (let column = 0; column < above.width; column += STRIP) {
      const columns = min(STRIP, above.width - column);
      copyColumns(parameters + above.weights + (column << 2), above.width, layer.width, columns, workspace.strip);
      multiplyStrip(workspace, layer, columns, count, above.preActivationRows + (column << 2), above.width);
    }
    layer = above;
  }
  listNeurons(workspace, layer, layer.preActivationRows, count);
  const listBytes = (<usize>layer.width + 4) << 2;
  let index = workspace.listIndex;
  let hidden = workspace.listValues;
  for (let i = 0; i < count; i++, index += listBytes, hidden += listBytes) {
    const active = load<u32>(workspace.listCounts + (i << 2));
    gather(parameters + workspace.outgoing, 1, index, active, layer.derivatives);
    store<f32>(workspace.outputs + (i << 2), listDot(layer.derivatives, hidden, active));
  }
}

/** out <- out + sum_i slopes_i grad f_i over the rows of the last {@link deepForwardBatch}. */
export function deepBackwardBatch(workspace: Workspace, parameters: usize, count: i32, out: usize): void {
  const padded = paddedSize(count);
  const neuronRows = workspace.preActivations;
  const deltaColumns = workspace.deltaColumns;
  let layer = layerAbove(firstLayer(workspace), workspace.hiddenLayers - 1);
  differentiateOutput(workspace, layer, parameters + workspace.outgoing, count, out + workspace.outgoing);
  for (let l = 1; l < workspace.hiddenLayers; l++) {
    const below = layerAbove(layer, -1);
    transpose(below.preActivationRows, below.width, count, neuronRows, padded);
    addGradients(workspace, below, neuronRows, padded, layer.deltaRows, layer.width, out + layer.weights);
    listNeurons(workspace, layer, layer.deltaRows, count);
    memory.fill(below.deltaRows, 0, (<usize>count * below.width) << 2);
    for (let column = 0; column < below.width; column += STRIP) {
      const columns = min(STRIP, below.width - column);
      const rows = parameters + layer.weights + ((<usize>column * layer.width) << 2);
      transpose(rows, layer.width, columns, workspace.strip, columns);
      multiplyStrip(workspace, layer, columns, count, below.deltaRows + (column << 2), below.width);
    }
    maskInactive(below.preActivationRows, below.deltaRows, count * below.width);
    layer = below;
  }
  transpose(layer.preActivationRows, layer.width, count, neuronRows, padded);
  transpose(layer.deltaRows, layer.width, count, deltaColumns, padded);
  addGradients(workspace, layer, deltaColumns, padded, workspace.rows, workspace.stride, out);
}

/** Lists each sample's active neurons in a layer, with values that lie as the layer's pre-activations do. */
function listNeurons(workspace: Workspace, layer: Layer, values: usize, count: i32): void {
  const rowBytes = (<usize>layer.width) << 2;
  const listBytes = rowBytes + 16;
  let a = layer.preActivationRows;
  let index = workspace.listIndex;
  let list = workspace.listValues;
  for (let i = 0; i < count; i++, a += rowBytes, values += rowBytes, index += listBytes, list += listBytes) {
    const active = listActive(a, 1, layer.width, index);
    gather(values, 1, index, active, list);
    store<u32>(workspace.listCounts + (i << 2), active);
  }
}

/** out <- `columns` columns of a matrix with rows of `stride` floats, side by side; 8 or 16. */
function copyColumns(matrix: usize, stride: usize, rows: i32, columns: i32, out: usize): void {
  const rowBytes = stride << 2;
  for (let row = 0; row < rows; row++, matrix += rowBytes, out += columns << 2) {
    for (let p: usize = 0; p < (<usize>columns) << 2; p += 32) {
      v128.store(out + p, v128.load(matrix + p));
      v128.store(out + p, v128.load(matrix + p, 16), 16);
    }
  }
}

/** out_i <- out_i + sum_k values_ik strip_k over the listed neurons k of each sample i, whose rows are `stride` floats apart. */
function multiplyStrip(workspace: Workspace, layer: Layer, columns: i32, count: i32, out: usize, stride: usize): void {
  const listBytes = (<usize>layer.width + 4) << 2;
  let index = workspace.listIndex;
  let values = workspace.listValues;
  for (let i = 0; i < count; i++, index += listBytes, values += listBytes, out += stride << 2) {
    const active = load<u32>(workspace.listCounts + (i << 2));
    addWeightedRows(workspace.strip, columns, index, values, active, 1, out);
  }
}

/**
 * The derivatives of sum_i slopes_i f_i in the last hidden layer; adds those in its outgoing weights to `out`.
 *
 * @param weights w
 */
function differentiateOutput(workspace: Workspace, layer: Layer, weights: usize, count: i32, out: usize): void {
  const rowBytes = (<usize>layer.width) << 2;
  let a = layer.preActivationRows;
  let deltas = layer.deltaRows;
  for (let i = 0; i < count; i++) {
    const slope = v128.load_splat<f32>(workspace.slopes + (i << 2));
    for (let p: usize = 0; p < rowBytes; p += 16, a += 16, deltas += 16) {
      const four = v128.load(a);
      const derivative = f32x4.mul(slope, v128.load(weights + p));
      v128.store(deltas, v128.andnot(derivative, f32x4.le(four, f32x4.splat(0))));
      v128.store(out + p, f32x4.add(v128.load(out + p), f32x4.mul(slope, relu(four))));
    }
  }
}

/**
 * out_k <- out_k + sum_i values_ki rows_i for each neuron k of a layer, over its active samples i.
 *
 * @param values neurons x padded size
 * @param rows one a sample, of `stride` floats
 */
function addGradients(
  workspace: Workspace,
  layer: Layer,
  values: usize,
  padded: i32,
  rows: usize,
  stride: usize,
  out: usize,
): void {
  const columnBytes = (<usize>padded) << 2;
  const index = workspace.sampleIndex;
  const weights = workspace.sampleValues;
  let a = workspace.preActivations;
  for (let k = 0; k < layer.width; k++, a += columnBytes, values += columnBytes, out += stride << 2) {
    const active = listActive(a, 1, padded, index);
    gather(values, 1, index, active, weights);
    addWeightedRows(rows, stride, index, weights, active, 1, out);
  }
}

/** values <- 0 where a <= 0, over `count` floats, a multiple of 4. */
function maskInactive(a: usize, values: usize, count: i32): void {
  for (const end = a + ((<usize>count) << 2); a < end; a += 16, values += 16) {
    v128.store(values, v128.andnot(v128.load(values), f32x4.le(v128.load(a), f32x4.splat(0))));
  }
}
