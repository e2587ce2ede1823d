/*
 * Weight decay and a first layer of fixed norm without a pass over the parameters. While an epoch runs, the vector of
 * parameters holds phi, with theta = c phi. The factor c is `incoming` for the first layer and `outgoing` for the
 * others. With kept = 1 - learningRate weightDecay, the step
 *
 *     theta <- kept theta - learningRate g    is    c <- kept c,    phi <- phi - (learningRate / c) g,
 *
 * and the projection on norm N is c <- N / ||phi||. ||phi||^2 is updated for the sparse changes of rows by
 * ||v + d x||^2 = ||v||^2 + d (2 v . x + d ||x||^2). Both factors are 1 between epochs.
 */
import { scaleBy, sumOfSquares } from './vector';
import { BLOCK, Workspace } from './workspace';

/** Factors stay within [1 / LARGEST, LARGEST], where no product of single precision comes near its limits. */
const LARGEST: f64 = 1048576;
/** The least factor that can be divided by. Parameters times this factor are negligible in single precision. */
const LEAST: f64 = 1e-18;

// The state of the epoch that runs. Every session has its own instance of the module.
let incoming: f64 = 1;
let outgoing: f64 = 1;
let kept: f64 = 1;
let norm: f64 = 0;
let squaredNorm: f64 = 0;

/** The factor in front of the first layer's values. */
export function incomingScale(): f32 {
  return <f32>incoming;
}

/** The factor in front of all other values. */
export function outgoingScale(): f32 {
  return <f32>outgoing;
}

/** The inverse of {@link incomingScale}, rounded once. */
export function inverseScale(): f32 {
  return <f32>(1 / incoming);
}

/** Whether the epoch has factors other than 1. */
export function scales(): bool {
  return kept != 1 || norm > 0;
}

/** Whether BLOCK steps change the factors by less than 2^8, and never their sign. */
export function isGentle(): bool {
  return !projects() && kept >= 0.5;
}

/** Whether the first layer's norm is fixed. */
export function projects(): bool {
  return norm > 0;
}

/**
 * Begins an epoch.
 *
 * @param firstLayerNorm the norm to hold the first layer at, 0 for none
 */
export function openScaling(
  workspace: Workspace,
  parameters: usize,
  learningRate: f64,
  weightDecay: f64,
  firstLayerNorm: f64,
): void {
  kept = 1 - learningRate * weightDecay;
  norm = firstLayerNorm;
  if (projects()) squaredNorm = firstLayerSquares(workspace, parameters);
}

/** theta <- kept theta. */
export function decay(workspace: Workspace, parameters: usize): void {
  if (kept == 1) return;
  incoming *= kept;
  outgoing *= kept;
  keepInRange(workspace, parameters);
}

/**
 * {@link decay} that does not change the held values, because the step reads them once more. Where nothing is kept, the
 * factors can still be divided by. A call of {@link keepInRange} has to follow. No norm may be fixed.
 */
export function decayFactors(): void {
  const factor = Math.abs(kept) < LEAST ? LEAST : kept;
  incoming *= factor;
  outgoing *= factor;
}

/**
 * Projects the first layer, where its norm is fixed, after the squared norm of its held values has changed by `change`.
 */
export function projectFirstLayer(workspace: Workspace, parameters: usize, change: f64): void {
  if (!projects()) return;
  const before = squaredNorm;
  squaredNorm += change;
  // After cancellation the sum is not accurate.
  if (squaredNorm < before * 0.001) squaredNorm = firstLayerSquares(workspace, parameters);
  if (squaredNorm == 0) return;
  incoming = norm / Math.sqrt(squaredNorm);
  keepInRange(workspace, parameters);
}

/** Ends an epoch: multiplies the factors in. */
export function closeScaling(workspace: Workspace, parameters: usize): void {
  if (projects()) {
    squaredNorm = firstLayerSquares(workspace, parameters);
    if (squaredNorm > 0) incoming = norm / Math.sqrt(squaredNorm);
  }
  if (incoming != 1 || outgoing != 1) multiplyIn(workspace, parameters);
}

/** Multiplies the factors in where they have become too small, too large or negative. */
export function keepInRange(workspace: Workspace, parameters: usize): void {
  const least = min(incoming, outgoing);
  const largest = max(incoming, outgoing);
  if (!(least * LARGEST >= 1 && largest <= LARGEST)) multiplyIn(workspace, parameters);
}

/**
 * Multiplies the factors into the parameters, and into the pre-activations and pending changes of the current block.
 */
function multiplyIn(workspace: Workspace, parameters: usize): void {
  const width = workspace.width;
  const firstLayer = width * <i32>workspace.stride;
  const behind = workspace.length - firstLayer;
  scaleBy(<f32>incoming, parameters, firstLayer, 1, firstLayer);
  scaleBy(<f32>incoming, workspace.preActivations, width, BLOCK, width);
  if (workspace.changes != 0) scaleBy(<f32>incoming, workspace.changes, width, BLOCK, width);
  scaleBy(<f32>outgoing, parameters + ((<usize>firstLayer) << 2), behind, 1, behind);
  squaredNorm *= incoming * incoming;
  incoming = 1;
  outgoing = 1;
}

function firstLayerSquares(workspace: Workspace, parameters: usize): f64 {
  const length = workspace.width * <i32>workspace.stride;
  return sumOfSquares(parameters, length, 1, length);
}
