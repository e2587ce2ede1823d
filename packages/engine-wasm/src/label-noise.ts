import type { RandomStream } from '@sharpness-lab/core';
import type { LabelNoise } from './bindings.ts';

/** Puts noise on targets in place, in the order of their steps. */
export function labelNoise(
  { sigma, flipProbability }: LabelNoise,
  stream: RandomStream,
): (targets: Float32Array, progress: number) => void {
  return (targets, progress) => {
    const size = sigma(progress);
    for (let k = 0; k < targets.length; k++) {
      const noise = size * stream.sign();
      const flipped = flipProbability > 0 && stream.uniform() < flipProbability;
      const target = targets[k] as number;
      targets[k] = (flipped ? -target : target) + noise;
    }
  };
}
