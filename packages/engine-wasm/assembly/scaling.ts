/*
 * Weight decay and a first layer of fixed norm without a pass over the parameters. While an epoch runs, the first layer is
 * `incoming` times what the vector of parameters holds, and all behind it `outgoing` times:
 *
 *     theta <- kept theta - learningRate g    is    c <- kept c,    phi <- phi - (learningRate / c) g,    kept = 1 - learningRate weightDecay,
 *
 * for theta = c phi; and the projection on norm N is c <- N / ||phi||, where ||phi||^2 follows the sparse changes of rows,
 * ||v + d x||^2 = ||v||^2 + d (2 v . x + d ||x||^2). Both factors are 1 between epochs.
 */
import { scaleBy, sumOfSquares } from './vector';
import { BLOCK, Workspace } from './workspace';

/** Factors stay within [1 / LARGEST, LARGEST], where no product of single precision comes near its limits. */
const LARGEST: f64 = 1048576;
/** The least factor that can be divided by; what it leaves of the parameters is nothing in single precision. */
const LEAST: f64 = 1e-18;

// The state of the epoch that runs; every session has its own instance.
let incoming: f64 = 1;
let outgoing: f64 = 1;
let kept: f64 = 1;
let norm: f64 = 0;
let squaredNorm: f64 = 0;

/** What the first layer's values are to be multiplied by. */
export function incomingScale(): f32 {
  return <f32>incoming;
}

/** What the values behind the first layer are to be multiplied by. */
export function outgoingScale(): f32 {
  return <f32>outgoing;
}

/** The inverse of {@link incomingScale}, rounded once. */
export function inverseScale(): f32 {
  return <f32>(1 / incoming);
}

/** Whether the epoch has factors other than 1 at all. */
export function scales(): bool {
  return kept != 1 || norm > 0;
}

/** Whether a few steps change the factors little: by less than 2^8 in BLOCK steps, and never their sign. */
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
 * @param firstLayerNorm the norm to hold the first layer at; 0 for none
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
 * {@link decay} that leaves the held values as they are, for a step that reads them once more, and a factor to divide by
 * even where nothing is kept; {@link keepInRange} is to follow. No norm may be fixed.
 */
export function decayFactors(): void {
  const factor = Math.abs(kept) < LEAST ? LEAST : kept;
  incoming *= factor;
  outgoing *= factor;
}

/** Projects the first layer, if that is asked for, after its held values have changed, their squared norm by `change`. */
export function projectFirstLayer(workspace: Workspace, parameters: usize, change: f64): void {
  if (!projects()) return;
  const before = squaredNorm;
  squaredNorm += change;
  // After cancellation, what is left of the sum is not accurate.
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

/** Multiplies the factors into the parameters, and into the pre-activations and the waiting changes of the block at hand. */
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
