import type { Samples } from '@sharpness-lab/core';
import { affineRank } from '@sharpness-lab/datasets';

/**
 * Whether samples form a complete training set (Condition 1): points of {-1, 1}^d with y = x[1] x[2], every tail
 * (x[3], ..., x[d]) with all four (x[1], x[2]), each once, and the tails S of full rank, rank(S - S) = d - 2.
 *
 * Source: Wen, Li, Ma, 2023, arXiv:2307.11007, Condition 1.
 */
export function isComplete({ size, dimension, inputs, targets }: Samples): boolean {
  if (dimension < 2 || size % 4 !== 0) return false;
  const heads = new Map<string, Set<string>>();
  const tails: number[][] = [];
  for (let i = 0; i < size; i++) {
    const [first, second, ...tail] = inputs.subarray(i * dimension, (i + 1) * dimension) as unknown as [
      number,
      number,
      ...number[],
    ];
    if ([first, second, ...tail].some((value) => Math.abs(value) !== 1)) return false;
    if (targets[i] !== first * second) return false;
    const key = tail.join();
    const seen = heads.get(key) ?? new Set();
    if (seen.size === 0) tails.push(tail);
    heads.set(key, seen.add(`${first},${second}`));
  }
  return (
    heads.size * 4 === size &&
    [...heads.values()].every((seen) => seen.size === 4) &&
    affineRank(tails) === dimension - 2
  );
}
