/*
 * Many samples through a network of any depth (see deep.ts). The samples are the chunk in workspace.rows. A product
 * uses only the active neurons of a sample, or only the active samples of a neuron. Products with W_l use STRIP columns
 * of it at a time. These columns are copied to one place, so that they stay in the nearest cache for all samples.
 */
import { gather, listActive, listDot } from './active';
import { paddedSize, preActivate } from './batch';
import { firstLayer, Layer, lastLayer, layerAbove } from './layer';
import { addWeightedRows, transpose } from './rows';
import { STRIP, WIDE_STRIP, Workspace } from './workspace';

/** outputs <- f of the first `count` rows at `parameters`, with intermediate values for {@link deepBackwardBatch}. */
export function deepForwardBatch(workspace: Workspace, parameters: usize, count: i32): void {
  let layer = firstLayer(workspace);
  preActivate(workspace, parameters, count);
  transpose(workspace.preActivations, paddedSize(count), layer.width, layer.preActivationRows, layer.width);
  for (let l = 1; l < workspace.hiddenLayers; l++) {
    const above = layerAbove(layer);
    clearRows(above, above.preActivationRows, count);
    addUpward(workspace, parameters, layer, layer.preActivationRows, count, above, above.preActivationRows);
    layer = above;
  }
  memory.fill(workspace.outputs, 0, (<usize>count) << 2);
  addOutputs(parameters + workspace.outgoing, layer, layer.preActivationRows, count, workspace.outputs);
}

/**
 * out <- keep out + sum_i firstDerivatives_i grad f_i over the rows of the last {@link deepForwardBatch}.
 *
 * @param keep 0 or 1
 */
export function deepBackwardBatch(workspace: Workspace, parameters: usize, count: i32, out: usize, keep: i32): void {
  let layer = lastLayer(workspace);
  const outgoing = workspace.outgoing;
  if (!keep) memory.fill(out, 0, outgoing + (layer.width << 2));
  clearRows(layer, layer.deltaRows, count);
  addSeeds(parameters + outgoing, workspace.firstDerivatives, count, layer, layer.deltaRows);
  addOutputGradients(layer, layer.preActivationRows, workspace.firstDerivatives, count, out + outgoing);
  for (let l = 1; l < workspace.hiddenLayers; l++) {
    const below = layerAbove(layer, -1);
    transposeActivations(workspace, below, count);
    addGradients(workspace, below, workspace.preActivations, count, layer.deltaRows, layer.width, out + layer.weights);
    clearRows(below, below.deltaRows, count);
    addDownward(workspace, parameters, layer, layer.deltaRows, count, below, below.deltaRows);
    maskInactive(below, below.deltaRows, count);
    layer = below;
  }
  addInputGradients(workspace, layer, layer.deltaRows, count, out);
}

/** values <- 0, for values in the arrangement of the layer's pre-activations. */
export function clearRows(layer: Layer, values: usize, count: i32): void {
  memory.fill(values, 0, (<usize>count * layer.width) << 2);
}

/**
 * out_i <- out_i + W values_i for the W of the layer `above` in `parameters`. Values of neurons in `layer` that are not
 * active on sample i count as 0.
 */
export function addUpward(
  workspace: Workspace,
  parameters: usize,
  layer: Layer,
  values: usize,
  count: i32,
  above: Layer,
  out: usize,
): void {
  const stride = above.width;
  listPositive(workspace, layer.preActivationRows, values, layer.width, count);
  for (let column = 0; column < stride; column += STRIP) {
    const columns = min(STRIP, stride - column);
    copyColumns(parameters + above.weights + (column << 2), stride, layer.width, columns, workspace.strip);
    multiplyStrip(workspace, columns, layer.width, count, out + (column << 2), stride);
  }
}

/**
 * out_i <- out_i + W^T values_i for the W of `layer`. Values of neurons in `layer` that are not active on sample i
 * count as 0.
 */
export function addDownward(
  workspace: Workspace,
  parameters: usize,
  layer: Layer,
  values: usize,
  count: i32,
  below: Layer,
  out: usize,
): void {
  const stride = layer.width;
  listPositive(workspace, layer.preActivationRows, values, layer.width, count);
  for (let column = 0; column < below.width; column += STRIP) {
    const columns = min(STRIP, below.width - column);
    transpose(parameters + layer.weights + ((<usize>column * stride) << 2), stride, columns, workspace.strip, columns);
    multiplyStrip(workspace, columns, layer.width, count, out + (column << 2), below.width);
  }
}

/** Lists the positive places of `count` rows of `length` floats, and the values in the same places. */
function listPositive(workspace: Workspace, a: usize, values: usize, length: i32, count: i32): void {
  const rowBytes = (<usize>length) << 2;
  const listBytes = rowBytes + 16;
  let index = workspace.listIndex;
  let list = workspace.listValues;
  for (let i = 0; i < count; i++, a += rowBytes, values += rowBytes, index += listBytes, list += listBytes) {
    const listed = listActive(a, 1, length, index);
    gather(values, 1, index, listed, list);
    store<u32>(workspace.listCounts + (i << 2), listed);
  }
}

/** out <- `columns` columns of a matrix with rows of `stride` floats, side by side. `columns` is a multiple of 8. */
function copyColumns(matrix: usize, stride: usize, rows: i32, columns: i32, out: usize): void {
  const rowBytes = stride << 2;
  for (let row = 0; row < rows; row++, matrix += rowBytes, out += columns << 2) {
    for (let p: usize = 0; p < (<usize>columns) << 2; p += 32) {
      v128.store(out + p, v128.load(matrix + p));
      v128.store(out + p, v128.load(matrix + p, 16), 16);
    }
  }
}

/**
 * out_i <- out_i + sum_k values_ik strip_k for each of `count` lists of indices k and values.
 *
 * @param length the largest length of a list
 * @param stride the distance of the out_i in floats
 */
function multiplyStrip(workspace: Workspace, columns: i32, length: i32, count: i32, out: usize, stride: usize): void {
  const listBytes = (<usize>length + 4) << 2;
  let index = workspace.listIndex;
  let values = workspace.listValues;
  for (let i = 0; i < count; i++, index += listBytes, values += listBytes, out += stride << 2) {
    const listed = load<u32>(workspace.listCounts + (i << 2));
    addWeightedRows(workspace.strip, columns, index, values, listed, 1, out);
  }
}

/** out_i <- out_i + weights . values_i, over each sample's active neurons in the last hidden layer. */
export function addOutputs(weights: usize, layer: Layer, values: usize, count: i32, out: usize): void {
  const rowBytes = (<usize>layer.width) << 2;
  let a = layer.preActivationRows;
  for (let i = 0; i < count; i++, a += rowBytes, values += rowBytes, out += 4) {
    const active = listActive(a, 1, layer.width, layer.index);
    gather(values, 1, layer.index, active, layer.hidden);
    gather(weights, 1, layer.index, active, layer.derivatives);
    store<f32>(out, load<f32>(out) + listDot(layer.derivatives, layer.hidden, active));
  }
}

/** out_i <- out_i + firstDerivatives_i weights, for each sample's active neurons in the last hidden layer. */
export function addSeeds(weights: usize, firstDerivatives: usize, count: i32, layer: Layer, out: usize): void {
  const rowBytes = (<usize>layer.width) << 2;
  let a = layer.preActivationRows;
  for (let i = 0; i < count; i++, firstDerivatives += 4) {
    const firstDerivative = v128.load_splat<f32>(firstDerivatives);
    for (let p: usize = 0; p < rowBytes; p += 16, a += 16, out += 16) {
      const seed = f32x4.add(v128.load(out), f32x4.mul(firstDerivative, v128.load(weights + p)));
      v128.store(out, v128.andnot(seed, f32x4.le(v128.load(a), f32x4.splat(0))));
    }
  }
}

/** out <- out + sum_i firstDerivatives_i values_i, over each sample's active neurons in the last hidden layer. */
export function addOutputGradients(layer: Layer, values: usize, firstDerivatives: usize, count: i32, out: usize): void {
  const rowBytes = (<usize>layer.width) << 2;
  let a = layer.preActivationRows;
  for (let i = 0; i < count; i++, firstDerivatives += 4) {
    const firstDerivative = v128.load_splat<f32>(firstDerivatives);
    for (let p: usize = 0; p < rowBytes; p += 16, a += 16, values += 16) {
      const active = v128.andnot(v128.load(values), f32x4.le(v128.load(a), f32x4.splat(0)));
      v128.store(out + p, f32x4.add(v128.load(out + p), f32x4.mul(firstDerivative, active)));
    }
  }
}

/**
 * preActivations <- a layer's pre-activations, one neuron a row. {@link addGradients} lists active samples from them.
 */
export function transposeActivations(workspace: Workspace, layer: Layer, count: i32): void {
  transpose(layer.preActivationRows, layer.width, count, workspace.preActivations, paddedSize(count));
}

/**
 * out_k <- out_k + sum_i values_ki rows_i for each neuron k of a layer, over its active samples i.
 *
 * @param values one neuron a row
 * @param rows one row a sample, of `stride` floats
 */
export function addGradients(
  workspace: Workspace,
  layer: Layer,
  values: usize,
  count: i32,
  rows: usize,
  stride: usize,
  out: usize,
): void {
  listPositive(workspace, workspace.preActivations, values, paddedSize(count), layer.width);
  for (let column = 0; column < <i32>stride; column += WIDE_STRIP) {
    const columns = min(WIDE_STRIP, <i32>stride - column);
    copyColumns(rows + (column << 2), stride, count, columns, workspace.strip);
    multiplyStrip(workspace, columns, paddedSize(count), layer.width, out + (column << 2), stride);
  }
}

/** out <- out + sum_i deltas_i x'_i^T, for derivatives in the first layer. */
export function addInputGradients(workspace: Workspace, layer: Layer, deltas: usize, count: i32, out: usize): void {
  transposeActivations(workspace, layer, count);
  transpose(deltas, layer.width, count, workspace.neuronValues, paddedSize(count));
  addGradients(workspace, layer, workspace.neuronValues, count, workspace.rows, workspace.stride, out);
}

/** values <- 0 for neurons that are not active. */
export function maskInactive(layer: Layer, values: usize, count: i32): void {
  let a = layer.preActivationRows;
  for (const end = a + ((<usize>count * layer.width) << 2); a < end; a += 16, values += 16) {
    v128.store(values, v128.andnot(v128.load(values), f32x4.le(v128.load(a), f32x4.splat(0))));
  }
}
