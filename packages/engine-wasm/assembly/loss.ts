import { Workspace } from './workspace';

/** dl/df of the squared error l = (f - y)^2. */
export function slope(workspace: Workspace, output: f32, target: f32): f32 {
  return 2 * (output - target);
}
