import { rootStream, type Samples } from '@sharpness-lab/core';
import { cube } from './off-training-set.ts';
import type { Points } from './reference-networks.ts';

/** `size` draws from {-1, 1}^d with targets `scale` x[1] x[2]. */
export function xorSamples(dimension: number, size: number, seed: number, scale = 1): Samples {
  const stream = rootStream(seed).child('samples');
  return labelled(
    dimension,
    Array.from({ length: size }, () => Float64Array.from({ length: dimension }, () => stream.sign())),
    scale,
  );
}

/** All of {-1, 1}^d with targets x[1] x[2], a complete training set. */
export function wholeCube(dimension: number): Samples {
  return labelled(dimension, cube(dimension), 1);
}

function labelled(dimension: number, points: Points, scale: number): Samples {
  return {
    size: points.length,
    dimension,
    inputs: Float32Array.from(points.flatMap((x) => [...x])),
    targets: Float32Array.from(points, (x) => scale * (x[0] as number) * (x[1] as number)),
  };
}
