import type { RandomStream } from '../random/random-stream.ts';

/**
 * A target y with label noise, y' = s y + e, drawn anew: e = sigma or -sigma, 1/2 each, and s = -1 with the flip
 * probability, else 1. An optimizer with label noise and its fused steps in an engine add the same noise by it.
 *
 * The stream gives the sign of e, and then, where targets flip at all, one uniform number for s.
 */
export function noisyTarget(target: number, sigma: number, flipProbability: number, stream: RandomStream): number {
  const noise = sigma * stream.sign();
  const flipped = flipProbability > 0 && stream.uniform() < flipProbability;
  return (flipped ? -target : target) + noise;
}
