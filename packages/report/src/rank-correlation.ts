import { mean } from '@sharpness-lab/core';

/** Two numbers of one thing, such as the flatness and the accuracy of a network. */
export type Pair = readonly [x: number, y: number];

/**
 * Kendall's rank correlation with ties, tau-b: with P pairs of things in the same order by x as by y, Q in the opposite
 * one, and T_x and T_y pairs that only x or only y ties,
 *
 *     tau_b = (P - Q) / sqrt((P + Q + T_x) (P + Q + T_y)),
 *
 * from -1 to 1 (M. G. Kendall, "The treatment of ties in ranking problems", Biometrika 33, 1945). It takes time that is
 * quadratic in the number of things.
 *
 * @returns undefined where x or y is the same everywhere
 */
export function kendallTau(things: readonly Pair[]): number | undefined {
  let agreement = 0;
  let differentX = 0;
  let differentY = 0;
  for (const [k, [x, y]] of things.entries()) {
    for (const [otherX, otherY] of things.slice(0, k)) {
      agreement += Math.sign(x - otherX) * Math.sign(y - otherY);
      differentX += x === otherX ? 0 : 1;
      differentY += y === otherY ? 0 : 1;
    }
  }
  return differentX === 0 || differentY === 0 ? undefined : agreement / Math.sqrt(differentX * differentY);
}

/**
 * Spearman's rank correlation: Pearson's of the ranks, where things that are tied have the mean of their ranks (C.
 * Spearman, "The proof and measurement of association between two things", American Journal of Psychology 15, 1904).
 *
 * @returns undefined where x or y is the same everywhere
 */
export function spearman(things: readonly Pair[]): number | undefined {
  const [x, y] = [ranks(things.map(([x]) => x)), ranks(things.map(([, y]) => y))];
  // Ranks with ties shared have the mean of all ranks.
  const middle = (things.length + 1) / 2;
  const product = (a: readonly number[], b: readonly number[]) =>
    a.reduce((sum, rank, k) => sum + (rank - middle) * ((b[k] as number) - middle), 0);
  const scale = Math.sqrt(product(x, x) * product(y, y));
  return scale === 0 ? undefined : product(x, y) / scale;
}

/** Ranks from 1 on; numbers that are tied share the mean of theirs. */
function ranks(values: readonly number[]): number[] {
  const sorted = values.toSorted((a, b) => a - b);
  const shared = new Map(
    [...new Set(values)].map((value) => [value, mean([sorted.indexOf(value), sorted.lastIndexOf(value)]) + 1]),
  );
  return values.map((value) => shared.get(value) as number);
}
