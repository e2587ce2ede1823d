import type { RandomStream } from '@sharpness-lab/core';

/**
 * Fills x [k], k >= 1, with a point uniform on the sphere of radius r around 0: normal numbers, divided by their norm
 * (Muller, "A Note on a Method for Generating Points Uniformly on N-dimensional Spheres", 1959). ||x|| is r up to the
 * rounding of the coordinates.
 */
export function fillSphere(x: Float32Array, radius: number, stream: RandomStream): void {
  let square = 0;
  while (square === 0) {
    for (let k = 0; k < x.length; k++) x[k] = stream.normal();
    for (let k = 0; k < x.length; k++) square += (x[k] as number) * (x[k] as number);
  }
  const scale = radius / Math.sqrt(square);
  for (let k = 0; k < x.length; k++) x[k] = scale * (x[k] as number);
}
