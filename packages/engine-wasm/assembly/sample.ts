/*
 * One sample through a two-layer network with or without layer normalization.
 */
import { gather, listActive, scaleList, scatterAdd } from './active';
import { headDerivatives, headOutput } from './head';
import { matvec } from './product';
import { addOuter } from './rows';
import { Workspace } from './workspace';

/** f(x) at `parameters`, keeping the active neurons for {@link backwardSample}. */
export function forwardSample(workspace: Workspace, parameters: usize, x: usize): f32 {
  const preActivations = workspace.preActivations;
  matvec(parameters, workspace.stride, workspace.width, x, preActivations);
  return readOut(workspace, parameters, preActivations, 1, 1, 1);
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

/** out <- out + slope grad f(x). */
export function backwardSample(workspace: Workspace, slope: f32, x: usize, out: usize): void {
  const index = workspace.index;
  const active = workspace.active;
  headDerivatives(workspace, slope);
  addOuter(out, workspace.stride, index, workspace.derivatives, active, x);
  scatterAdd(out + workspace.outgoing, index, slope * workspace.scale, workspace.hidden, active);
}
