/** |x[1]| - |x[2]|, which a network without bias can equal: it is a sum of four relu(w . x) with weights +-1. */
export function absDifference(x: Float32Array): number {
  return Math.abs(x[0] as number) - Math.abs(x[1] as number);
}
