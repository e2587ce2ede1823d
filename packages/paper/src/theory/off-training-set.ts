import type { Samples } from '@sharpness-lab/core';
import { type Points, pointsOf } from './reference-networks.ts';

/** All points of {-1, 1}^d. */
export function cube(dimension: number): Points {
  return Array.from({ length: 1 << dimension }, (_, index) =>
    Float64Array.from({ length: dimension }, (_, k) => ((index >> k) & 1) * 2 - 1),
  );
}

/** Those of `points` that are not in the training set. */
export function unseen(points: Points, train: Samples): Points {
  const seen = new Set(pointsOf(train).map((x) => x.join()));
  return points.filter((x) => !seen.has(x.join()));
}

/** The fraction of points where x[1] x[2] f(x) > 0. */
export function rightFraction(outputs: readonly number[], points: Points): number {
  const right = outputs.filter((output, i) => output * xorOf(points[i] as Float64Array) > 0);
  return right.length / points.length;
}

/** max |f(x) - x[1] x[2]|. */
export function largestError(outputs: readonly number[], points: Points): number {
  return outputs.reduce(
    (largest, output, i) => Math.max(largest, Math.abs(output - xorOf(points[i] as Float64Array))),
    0,
  );
}

/** x[1] x[2]. */
function xorOf(x: Float64Array): number {
  return (x[0] as number) * (x[1] as number);
}
