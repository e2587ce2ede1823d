/** dl/df of the squared error l = (f - y)^2. */
export function slope(output: f32, target: f32): f32 {
  return 2 * (output - target);
}
