/*
 * The output layer on the active neurons of the current sample: f = scale sum_k w_k h_k with
 *
 *     scale = 1                              without normalization
 *     scale = 1 / max(||h||, epsilon)        with layer normalization
 *
 *     df/dw_k = scale h_k
 *     df/dh_k = scale w_k - tilt h_k,        tilt = f / ||h||^2 with layer normalization and ||h|| > epsilon, else 0.
 */
import { laneSum, relu } from './simd';
import { Workspace } from './workspace';

export function outputScale(workspace: Workspace, squaredNorm: f32): f32 {
  return workspace.normalized ? 1 / max(Mathf.sqrt(squaredNorm), workspace.epsilon) : 1;
}

export function outputTilt(workspace: Workspace, output: f32, squaredNorm: f32): f32 {
  return workspace.normalized && Mathf.sqrt(squaredNorm) > workspace.epsilon ? output / squaredNorm : 0;
}

/** f. Keeps ||h||^2, scale and tilt. */
export function headOutput(workspace: Workspace): f32 {
  let w = workspace.outgoings;
  let h = workspace.hidden;
  let sums = f32x4.splat(0);
  let squares = sums;
  for (const end = w + ((<usize>workspace.active) << 2); w < end; w += 16, h += 16) {
    const hidden = v128.load(h);
    sums = f32x4.add(sums, f32x4.mul(v128.load(w), hidden));
    squares = f32x4.add(squares, f32x4.mul(hidden, hidden));
  }
  const squaredNorm = laneSum(squares);
  const scale = outputScale(workspace, squaredNorm);
  const output = scale * laneSum(sums);
  workspace.squaredNorm = squaredNorm;
  workspace.scale = scale;
  workspace.tilt = outputTilt(workspace, output, squaredNorm);
  return output;
}

/** derivatives_k <- factor df/dh_k, and 0 for neurons that are no longer active. Returns the sum of their squares. */
export function headDerivatives(workspace: Workspace, factor: f32): f32 {
  let w = workspace.outgoings;
  let h = workspace.hidden;
  let out = workspace.derivatives;
  const scale = f32x4.splat(factor * workspace.scale);
  const tilt = f32x4.splat(factor * workspace.tilt);
  let squares = f32x4.splat(0);
  for (const end = w + ((<usize>workspace.active) << 2); w < end; w += 16, h += 16, out += 16) {
    const hidden = v128.load(h);
    const derivative = v128.andnot(
      f32x4.sub(f32x4.mul(scale, v128.load(w)), f32x4.mul(tilt, hidden)),
      f32x4.le(hidden, f32x4.splat(0)),
    );
    v128.store(out, derivative);
    squares = f32x4.add(squares, f32x4.mul(derivative, derivative));
  }
  return laneSum(squares);
}

/** w_k <- w_k + outgoing h_k, h_k <- relu(h_k + incoming derivatives_k), both from the values before. */
export function moveHead(workspace: Workspace, outgoing: f32, incoming: f32): void {
  let w = workspace.outgoings;
  let h = workspace.hidden;
  let d = workspace.derivatives;
  const outgoings = f32x4.splat(outgoing);
  const incomings = f32x4.splat(incoming);
  for (const end = w + ((<usize>workspace.active) << 2); w < end; w += 16, h += 16, d += 16) {
    const hidden = v128.load(h);
    v128.store(w, f32x4.add(v128.load(w), f32x4.mul(outgoings, hidden)));
    const moved = f32x4.add(hidden, f32x4.mul(incomings, v128.load(d)));
    v128.store(h, relu(moved));
  }
}
