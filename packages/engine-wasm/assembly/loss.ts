import { expOf } from './elementary';
import { Workspace } from './workspace';

/** dl/df of the session's loss: the squared error l = (f - y)^2, or the logistic loss. */
export function firstDerivative(workspace: Workspace, output: f32, target: f32): f32 {
  return workspace.logistic ? logisticDerivative(workspace.labelScale, output, target) : 2 * (output - target);
}

/**
 * dl/df = sigma(f) - t of the logistic loss with the smoothed label t = 1/2 + labelScale y, in the form
 *
 *     sigma(f) - t = (1 - t) sigma(f) - t sigma(-f),
 *
 * in which nothing cancels where t is 0 or 1.
 */
function logisticDerivative(labelScale: f32, output: f32, target: f32): f32 {
  const decay = expOf(-Mathf.abs(output));
  const positive: f32 = output < 0 ? decay : 1;
  const negative: f32 = output < 0 ? 1 : decay;
  const shift = labelScale * target;
  return ((0.5 - shift) * positive - (0.5 + shift) * negative) / (1 + decay);
}
