/*
 * Two-layer softplus network, f = sum_j w_j h_j, h_j = softplus(a_j), a = W x'. Every neuron takes part in every
 * sample.
 */
import { scaleList } from './active';
import { paddedSize, preActivate } from './batch';
import { softplusList } from './elementary';
import { matmul, matvec } from './product';
import { outer } from './rows';
import { laneSum } from './simd';
import { addScaled } from './vector';
import { Workspace } from './workspace';

/** A pre-activation at which softplus and its derivative are 0, for the padding after the last neuron. */
const SILENT: f32 = -1e30;

/** outputs[0] <- f(x) at `parameters`, with intermediate values for {@link backwardSoftplusSample}. */
export function forwardSoftplusSample(workspace: Workspace, parameters: usize, x: usize): void {
  matvec(parameters, workspace.stride, workspace.width, x, workspace.preActivations);
  silencePadding(workspace, workspace.preActivations);
  store<f32>(workspace.outputs, softplusOutput(workspace, parameters, workspace.preActivations, 1, 1));
}

/** Writes {@link SILENT} into the padding of a list of pre-activations. */
export function silencePadding(workspace: Workspace, preActivations: usize): void {
  for (let j = workspace.neurons; j < workspace.width; j++) store<f32>(preActivations + ((<usize>j) << 2), SILENT);
}

/**
 * f from `incoming` times pre-activations and `outgoing` times the W2 of `parameters`. Keeps w_j, h_j,
 * df/da_j = w_j sigma(a_j), ||h||^2 and ||df/da||^2.
 */
export function softplusOutput(
  workspace: Workspace,
  parameters: usize,
  preActivations: usize,
  incoming: f32,
  outgoing: f32,
): f32 {
  const weights = parameters + workspace.outgoing;
  const incomings = f32x4.splat(incoming);
  const outgoings = f32x4.splat(outgoing);
  for (let p: usize = 0; p < (<usize>workspace.width) << 2; p += 16) {
    v128.store(workspace.derivatives + p, f32x4.mul(incomings, v128.load(preActivations + p)));
    v128.store(workspace.outgoings + p, f32x4.mul(outgoings, v128.load(weights + p)));
  }
  return softplusHead(workspace);
}

/**
 * f from the a_j in the list of derivatives and the w_j in the list of outgoings. Keeps the same values as
 * {@link softplusOutput}.
 */
export function softplusHead(workspace: Workspace): f32 {
  softplusList(workspace.derivatives, workspace.width, workspace.hidden, workspace.derivatives);
  let w = workspace.outgoings;
  let h = workspace.hidden;
  let d = workspace.derivatives;
  let sums = f32x4.splat(0);
  let squares = sums;
  let derivativeSquares = sums;
  for (const end = w + ((<usize>workspace.width) << 2); w < end; w += 16, h += 16, d += 16) {
    const weight = v128.load(w);
    const hidden = v128.load(h);
    const derivative = f32x4.mul(weight, v128.load(d));
    v128.store(d, derivative);
    sums = f32x4.add(sums, f32x4.mul(weight, hidden));
    squares = f32x4.add(squares, f32x4.mul(hidden, hidden));
    derivativeSquares = f32x4.add(derivativeSquares, f32x4.mul(derivative, derivative));
  }
  workspace.squaredNorm = laneSum(squares);
  workspace.squaredDerivatives = laneSum(derivativeSquares);
  return laneSum(sums);
}

/** out <- firstDerivatives[0] grad f(x). {@link forwardSoftplusSample} at `parameters` comes first. */
export function backwardSoftplusSample(workspace: Workspace, parameters: usize, x: usize, out: usize): void {
  const firstDerivative = load<f32>(workspace.firstDerivatives);
  const neurons = workspace.neurons;
  scaleList(workspace.derivatives, firstDerivative, neurons);
  scaleList(workspace.hidden, firstDerivative, neurons);
  outer(workspace.derivatives, neurons, x, workspace.stride, out);
  memory.copy(out + workspace.outgoing, workspace.hidden, (<usize>neurons) << 2);
}

/**
 * outputs <- f of the first `count` rows at `parameters`. {@link backwardSoftplusBatch} reads h_ij in hiddenValues and
 * sigma(a_ij) in preActivations, one neuron a row.
 */
export function forwardSoftplusBatch(workspace: Workspace, parameters: usize, count: i32): void {
  const padded = paddedSize(count);
  const values = workspace.neurons * padded;
  preActivate(workspace, parameters, count);
  softplusList(workspace.preActivations, values, workspace.hiddenValues, workspace.preActivations);
  memory.fill(workspace.outputs, 0, (<usize>padded) << 2);
  let h = workspace.hiddenValues;
  let weight = parameters + workspace.outgoing;
  for (const end = weight + ((<usize>workspace.neurons) << 2); weight < end; weight += 4, h += padded << 2) {
    addScaled(load<f32>(weight), h, padded, workspace.outputs, padded, 1, padded);
  }
}

/**
 * out <- keep out + sum_i firstDerivatives_i grad f_i over the rows of the last {@link forwardSoftplusBatch}.
 *
 * @param keep 0 or 1
 */
export function backwardSoftplusBatch(
  workspace: Workspace,
  parameters: usize,
  count: i32,
  out: usize,
  keep: i32,
): void {
  if (!keep) memory.fill(out, 0, workspace.outgoing + ((<usize>workspace.width) << 2));
  const rowBytes = (<usize>paddedSize(count)) << 2;
  memory.fill(workspace.firstDerivatives + ((<usize>count) << 2), 0, rowBytes - ((<usize>count) << 2));
  let s = workspace.preActivations;
  let h = workspace.hiddenValues;
  for (let p: usize = workspace.outgoing; p < workspace.outgoing + ((<usize>workspace.neurons) << 2); p += 4) {
    const sum = weighNeuron(s, h, load<f32>(parameters + p), workspace.firstDerivatives, rowBytes);
    store<f32>(out + p, load<f32>(out + p) + sum);
    s += rowBytes;
    h += rowBytes;
  }
  addWeightedSamples(workspace, workspace.preActivations, count, out);
}

/** s_i <- weight firstDerivatives_i s_i for one neuron. Returns sum_i firstDerivatives_i h_i. */
function weighNeuron(s: usize, h: usize, weight: f32, firstDerivatives: usize, rowBytes: usize): f32 {
  const weights = f32x4.splat(weight);
  let sum = f32x4.splat(0);
  for (const end = s + rowBytes; s < end; s += 16, h += 16, firstDerivatives += 16) {
    const firstDerivative = v128.load(firstDerivatives);
    sum = f32x4.add(sum, f32x4.mul(firstDerivative, v128.load(h)));
    v128.store(s, f32x4.mul(f32x4.mul(weights, firstDerivative), v128.load(s)));
  }
  return laneSum(sum);
}

/** Adds sum_i weights_ji x'_i over the chunk's samples to row j of W in out. */
export function addWeightedSamples(workspace: Workspace, weights: usize, count: i32, out: usize): void {
  const stride = workspace.stride;
  const products = workspace.products;
  matmul(weights, paddedSize(count), workspace.width, count, workspace.rows, stride, products);
  addScaled(1, products, stride, out, stride, workspace.neurons, <i32>stride);
}
