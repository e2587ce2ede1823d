/*
 * One sample through a two-layer network with or without layer normalization.
 */
import { gather, listActive, scaleList } from './active';
import { headOutput, outputScale, outputTilt } from './head';
import { matvec } from './product';
import { outer } from './rows';
import { laneSum, relu } from './simd';
import { Workspace } from './workspace';

/** outputs[0] <- f(x) at `parameters`, with intermediate values for {@link backwardSample}. */
export function forwardSample(workspace: Workspace, parameters: usize, x: usize): void {
  const preActivations = workspace.preActivations;
  const width = workspace.width;
  matvec(parameters, workspace.stride, width, x, preActivations);
  const squaredNorm: f32 = workspace.normalized ? reluDot(preActivations, preActivations, width) : 0;
  const scale = outputScale(workspace, squaredNorm);
  const output = scale * reluDot(preActivations, parameters + workspace.outgoing, width);
  store<f32>(workspace.outputs, output);
  workspace.scale = scale;
  workspace.tilt = outputTilt(workspace, output, squaredNorm);
}

/** out <- firstDerivatives[0] grad f(x). {@link forwardSample} at `parameters` comes first. */
export function backwardSample(workspace: Workspace, parameters: usize, x: usize, out: usize): void {
  const firstDerivative = load<f32>(workspace.firstDerivatives);
  const a = workspace.preActivations;
  const width = workspace.width;
  const factor = firstDerivative * workspace.scale;
  hiddenDerivatives(
    factor,
    parameters + workspace.outgoing,
    firstDerivative * workspace.tilt,
    a,
    width,
    workspace.derivatives,
  );
  outer(workspace.derivatives, width, x, workspace.stride, out);
  scaleRelu(factor, a, width, out + workspace.outgoing);
}

/** sum_j weights_j relu(a_j) over `count` entries, a multiple of 4. */
function reluDot(a: usize, weights: usize, count: i32): f32 {
  let sum = f32x4.splat(0);
  for (const end = a + ((<usize>count) << 2); a < end; a += 16, weights += 16) {
    sum = f32x4.add(sum, f32x4.mul(v128.load(weights), relu(v128.load(a))));
  }
  return laneSum(sum);
}

/** out_j <- factor weights_j - tilt a_j where a_j > 0 (or NaN), else 0, for `count` entries, a multiple of 4. */
function hiddenDerivatives(factor: f32, weights: usize, tilt: f32, a: usize, count: i32, out: usize): void {
  const factors = f32x4.splat(factor);
  const tilts = f32x4.splat(tilt);
  for (const end = a + ((<usize>count) << 2); a < end; a += 16, weights += 16, out += 16) {
    const v = v128.load(a);
    const derivative = f32x4.sub(f32x4.mul(factors, v128.load(weights)), f32x4.mul(tilts, v));
    v128.store(out, v128.andnot(derivative, f32x4.le(v, f32x4.splat(0))));
  }
}

/** out_j <- factor relu(a_j) for `count` entries, a multiple of 4. */
function scaleRelu(factor: f32, a: usize, count: i32, out: usize): void {
  const factors = f32x4.splat(factor);
  for (const end = a + ((<usize>count) << 2); a < end; a += 16, out += 16) {
    v128.store(out, f32x4.mul(factors, relu(v128.load(a))));
  }
}

/** f from `incoming` times pre-activations that lie `step` floats apart and `outgoing` times the W2 of `parameters`. */
export function readOut(
  workspace: Workspace,
  parameters: usize,
  preActivations: usize,
  step: usize,
  incoming: f32,
  outgoing: f32,
): f32 {
  const index = workspace.index;
  const active = listActive(preActivations, step, workspace.width, index);
  workspace.active = active;
  gather(preActivations, step, index, active, workspace.hidden);
  gather(parameters + workspace.outgoing, 1, index, active, workspace.outgoings);
  scaleList(workspace.hidden, incoming, active);
  scaleList(workspace.outgoings, outgoing, active);
  return headOutput(workspace);
}
