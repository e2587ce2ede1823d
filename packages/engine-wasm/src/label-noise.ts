import { noisyTarget, type RandomStream } from '@sharpness-lab/core';
import type { LabelNoise } from './bindings.ts';

/** Puts noise on targets in place, in the order of their steps. */
export function labelNoise(
  { sigma, flipProbability }: LabelNoise,
  stream: RandomStream,
): (targets: Float32Array, progress: number) => void {
  return (targets, progress) => {
    const size = sigma(progress);
    for (let k = 0; k < targets.length; k++) {
      targets[k] = noisyTarget(targets[k] as number, size, flipProbability, stream);
    }
  };
}
