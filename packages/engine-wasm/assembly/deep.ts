/*
 * One sample through a network of any depth D >= 2 with a bias in the first layer,
 *
 *     f(x) = W_D relu(W_{D-1} ... relu(W_1 x')),    x' = [x, 1],
 *
 * with a_1 = W_1 x', h_l = relu(a_l), a_l = W_l h_{l-1}. Backwards, with delta_l = df/da_l,
 *
 *     delta_{D-1} = w 1[a_{D-1} > 0],    delta_{l-1} = (W_l^T delta_l) 1[a_{l-1} > 0],
 *     df/dw = h_{D-1},    df/dW_l = delta_l h_{l-1}^T,    df/dW_1 = delta_1 x'^T,
 *
 * where w is the row W_D. Only rows of W_l^T that belong to active neurons of layer l-1 take part.
 */
import { gather, listActive, listDot, scaleList, scatterAdd } from './active';
import { addRows, addToRows, listBlocks, rowDots } from './deep-rows';
import { firstLayer, Layer, lastLayer, layerAbove } from './layer';
import { matvec } from './product';
import { addOuter } from './rows';
import { Workspace } from './workspace';

/** outputs[0] <- f(x) at `parameters`, with intermediate values for {@link deepBackwardSample}. */
export function deepForwardSample(workspace: Workspace, parameters: usize, x: usize): void {
  const layer = firstLayer(workspace);
  matvec(parameters, workspace.stride, layer.width, x, layer.preActivations);
  activate(layer);
  store<f32>(workspace.outputs, forwardFromFirst(workspace, parameters, 1));
}

/** f from the first layer's activations, for weights `factor` times those in `parameters`. */
export function forwardFromFirst(workspace: Workspace, parameters: usize, factor: f32): f32 {
  let layer = firstLayer(workspace);
  for (let l = 1; l < workspace.hiddenLayers; l++) {
    const above = layerAbove(layer);
    sumActiveRows(workspace, parameters, layer, above, factor);
    activate(above);
    layer = above;
  }
  return readOutLayer(workspace, parameters, layer, factor);
}

/** The pre-activations of the layer `above`, for weights `factor` times those in `parameters`. */
export function sumActiveRows(workspace: Workspace, parameters: usize, layer: Layer, above: Layer, factor: f32): void {
  const hidden = scaledList(workspace, layer.hidden, factor, layer.active);
  memory.fill(above.preActivations, 0, above.width << 2);
  addRows(parameters + above.weights, above.width, layer.index, hidden, layer.active, above.preActivations);
}

/** Lists a layer's active neurons and their activations. */
export function activate(layer: Layer): void {
  layer.active = listActive(layer.preActivations, 1, layer.width, layer.index);
  gather(layer.preActivations, 1, layer.index, layer.active, layer.hidden);
}

/**
 * w . h for the last hidden layer and weights `factor` times those in `parameters`. The w_k of its active neurons are
 * kept as their derivatives.
 */
export function readOutLayer(workspace: Workspace, parameters: usize, layer: Layer, factor: f32): f32 {
  gather(parameters + workspace.outgoing, 1, layer.index, layer.active, layer.derivatives);
  scaleList(layer.derivatives, factor, layer.active);
  return listDot(layer.derivatives, layer.hidden, layer.active);
}

/** deltas <- the listed derivatives times a factor, and 0 elsewhere. Lists the blocks of deltas. */
export function spread(layer: Layer, factor: f32): void {
  memory.fill(layer.deltas, 0, layer.width << 2);
  scatterAdd(layer.deltas, layer.index, factor, layer.derivatives, layer.active);
  layer.blocks = listBlocks(layer.deltas, layer.width, layer.offsets, layer.values);
}

/** out <- firstDerivatives[0] grad f(x). {@link deepForwardSample} at `parameters` comes first. */
export function deepBackwardSample(workspace: Workspace, parameters: usize, x: usize, out: usize): void {
  const firstDerivative = load<f32>(workspace.firstDerivatives);
  let layer = lastLayer(workspace);
  memory.fill(out, 0, workspace.outgoing + (layer.width << 2));
  scatterAdd(out + workspace.outgoing, layer.index, firstDerivative, layer.hidden, layer.active);
  let factor = firstDerivative;
  for (let l = 1; l < workspace.hiddenLayers; l++) {
    const below = layerAbove(layer, -1);
    const index = below.index;
    const active = below.active;
    spread(layer, factor);
    rowDots(
      parameters + layer.weights,
      layer.width,
      index,
      active,
      layer.offsets,
      layer.values,
      layer.blocks,
      below.derivatives,
    );
    addToRows(out + layer.weights, layer.width, index, below.hidden, active, layer.offsets, layer.values, layer.blocks);
    layer = below;
    factor = 1;
  }
  scaleList(layer.derivatives, factor, layer.active);
  addOuter(out, workspace.stride, layer.index, layer.derivatives, layer.active, x);
}

/**
 * factor x for a list of `count` entries. Where the factor is 1 it is the list itself, else a copy, which the next call
 * overwrites.
 */
export function scaledList(workspace: Workspace, x: usize, factor: f32, count: i32): usize {
  if (factor == 1) return x;
  const copy = workspace.outgoings;
  memory.copy(copy, x, (<usize>count + 4) << 2);
  scaleList(copy, factor, count);
  return copy;
}
