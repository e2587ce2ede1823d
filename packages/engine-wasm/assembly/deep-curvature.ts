/*
 * Second derivatives of a network of any depth along a direction (V_1, ..., V_{D-1}, v) of its parameters. The method
 * is that of curvature.ts. With k_l = R{h_l} = 1[a_l > 0] R{a_l},
 *
 *     R{a_1} = V_1 x',    R{a_l} = W_l k_{l-1} + V_l h_{l-1},    R{f} = w . k_{D-1} + v . h_{D-1},
 *
 * Backwards, a sample has the first derivative s of the loss and its tangent c = R{s}. With delta_l = s df/da_l and
 * e_l = s R{df/da_l} + c df/da_l,
 *
 *     e_{D-1} = (s v + c w) 1[a_{D-1} > 0],    e_{l-1} = (W_l^T e_l + V_l^T delta_l) 1[a_{l-1} > 0],
 *
 * the sum of curvature.ts is e_1 x'^T for W_1, e_l h_{l-1}^T + delta_l k_{l-1}^T for W_l, s k_{D-1} + c h_{D-1} for w.
 */
import { paddedSize } from './batch';
import {
  addDownward,
  addGradients,
  addInputGradients,
  addOutputGradients,
  addOutputs,
  addSeeds,
  addUpward,
  clearRows,
  maskInactive,
  transposeActivations,
} from './deep-batch';
import { firstLayer, lastLayer, layerAbove } from './layer';
import { matmul } from './product';
import { transpose } from './rows';
import { Workspace } from './workspace';

/**
 * tangents <- R{f_i} for the rows of the last deepForwardBatch, with intermediate values for {@link
 * deepCurvatureBatch}.
 */
export function deepTangentBatch(workspace: Workspace, parameters: usize, direction: usize, count: i32): void {
  const padded = paddedSize(count);
  const outgoing = workspace.outgoing;
  let layer = firstLayer(workspace);
  const k = workspace.neuronValues;
  matmul(direction, workspace.stride, layer.width, workspace.columns, workspace.rowColumns, padded, k);
  transpose(k, padded, layer.width, layer.tangentRows, layer.width);
  maskInactive(layer, layer.tangentRows, count);
  for (let l = 1; l < workspace.hiddenLayers; l++) {
    const above = layerAbove(layer);
    clearRows(above, above.tangentRows, count);
    addUpward(workspace, parameters, layer, layer.tangentRows, count, above, above.tangentRows);
    addUpward(workspace, direction, layer, layer.preActivationRows, count, above, above.tangentRows);
    maskInactive(above, above.tangentRows, count);
    layer = above;
  }
  memory.fill(workspace.tangents, 0, (<usize>count) << 2);
  addOutputs(parameters + outgoing, layer, layer.tangentRows, count, workspace.tangents);
  addOutputs(direction + outgoing, layer, layer.preActivationRows, count, workspace.tangents);
}

/**
 * out <- out + sum_i firstDerivatives_i R{grad f_i} + derivativeTangents_i grad f_i. {@link deepTangentBatch} comes
 * first.
 */
export function deepCurvatureBatch(
  workspace: Workspace,
  parameters: usize,
  direction: usize,
  count: i32,
  out: usize,
): void {
  const outgoing = workspace.outgoing;
  const firstDerivatives = workspace.firstDerivatives;
  const derivativeTangents = workspace.derivativeTangents;
  let layer = lastLayer(workspace);
  clearRows(layer, layer.deltaRows, count);
  clearRows(layer, layer.deltaTangentRows, count);
  addSeeds(parameters + outgoing, firstDerivatives, count, layer, layer.deltaRows);
  addSeeds(direction + outgoing, firstDerivatives, count, layer, layer.deltaTangentRows);
  addSeeds(parameters + outgoing, derivativeTangents, count, layer, layer.deltaTangentRows);
  addOutputGradients(layer, layer.tangentRows, firstDerivatives, count, out + outgoing);
  addOutputGradients(layer, layer.preActivationRows, derivativeTangents, count, out + outgoing);
  for (let l = 1; l < workspace.hiddenLayers; l++) {
    const below = layerAbove(layer, -1);
    const weights = out + layer.weights;
    transposeActivations(workspace, below, count);
    addGradients(workspace, below, workspace.preActivations, count, layer.deltaTangentRows, layer.width, weights);
    transpose(below.tangentRows, below.width, count, workspace.neuronValues, paddedSize(count));
    addGradients(workspace, below, workspace.neuronValues, count, layer.deltaRows, layer.width, weights);

    clearRows(below, below.deltaRows, count);
    clearRows(below, below.deltaTangentRows, count);
    addDownward(workspace, parameters, layer, layer.deltaRows, count, below, below.deltaRows);
    addDownward(workspace, parameters, layer, layer.deltaTangentRows, count, below, below.deltaTangentRows);
    addDownward(workspace, direction, layer, layer.deltaRows, count, below, below.deltaTangentRows);
    maskInactive(below, below.deltaRows, count);
    maskInactive(below, below.deltaTangentRows, count);
    layer = below;
  }
  addInputGradients(workspace, layer, layer.deltaTangentRows, count, out);
}
