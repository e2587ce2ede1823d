import { cos, type Samples, sin } from '@sharpness-lab/core';

/** Samples of the unit circle at given angles, with a target that is a function of the point. */
export function samplesAt(angles: readonly number[], target: (x1: number, x2: number) => number): Samples {
  const points = angles.map((angle) => [cos(angle), sin(angle)] as const);
  return {
    size: points.length,
    dimension: 2,
    inputs: Float32Array.from(points.flat()),
    targets: Float32Array.from(points, ([x1, x2]) => target(x1, x2)),
  };
}
