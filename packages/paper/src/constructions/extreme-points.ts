import type { Samples } from '@sharpness-lab/core';
import { solve } from 'yalps';

type Vector = readonly number[];

/** Gaps of unit vectors below this fraction of the largest coordinate count as none. */
const SMALLEST_GAP = 1e-6;

/** The constraints are loosened by unequal amounts of up to this, so that few are tight at once and none cycles. */
const PERTURBATION = 1e-6;

/** A unit vector w_i, and its gap min over j != i of w_i.x_i - w_i.x_j > 0. */
export interface SeparatingDirection {
  readonly vector: Vector;
  readonly gap: number;
}

/**
 * For each input x_i a unit vector w_i with w_i.x_i > w_i.x_j for every other input x_j, or undefined where there is
 * none. There is one exactly where x_i is an extreme point: a vertex of the convex hull that no other input equals.
 *
 * The vector is that of the linear program max t subject to w.(x_i - x_j) >= t, |w_k| <= 1, scaled to length 1. Its gap
 * is then computed in double precision; one of the order of 1e-6 of the largest coordinate counts as none.
 *
 * Source: definition 4.1 of Wen, Li, Ma, "Sharpness Minimization Algorithms Do Not Only Minimize Sharpness To Achieve
 * Better Generalization", 2023, arXiv:2307.11007.
 */
export function separatingDirections({ size, dimension, inputs }: Samples): (SeparatingDirection | undefined)[] {
  const points = Array.from({ length: size }, (_, i) => [...inputs.subarray(i * dimension, (i + 1) * dimension)]);
  const largest = inputs.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return points.map((point, i) => {
    const differences = points.filter((_, j) => j !== i).map((other) => point.map((x, k) => x - (other[k] as number)));
    const scaled = differences.map((difference) => difference.map((value) => value / largest));
    const direction = widestGap(scaled, dimension);
    const length = Math.sqrt(dot(direction, direction));
    const vector = direction.map((value) => value / length);
    const gap = Math.min(...differences.map((difference) => dot(vector, difference)));
    return gap > SMALLEST_GAP * largest ? { vector, gap } : undefined;
  });
}

/**
 * argmax over |w_k| <= 1 of min_j w.differences_j, where no number in the differences is above 2. The solver wants
 * variables >= 0: u_k = w_k + 1 and s = t + M, with M so large that u = 0, s = 0 lies inside all constraints
 * s - u.differences_j <= M - 1.differences_j. At w = 0, t = 0 they would all be tight.
 */
function widestGap(differences: readonly Vector[], dimension: number): number[] {
  const offset = 2 * dimension + 1;
  const coordinates = Array.from({ length: dimension }, (_, k) => k);
  const perDifference = (value: (difference: Vector, j: number) => number) =>
    differences.map((difference, j): [string, number] => [`gap ${j}`, value(difference, j)]);
  const bounds = perDifference(
    (difference, j) =>
      offset + (PERTURBATION * (j + 1)) / differences.length - difference.reduce((sum, value) => sum + value, 0),
  );
  const { status, variables } = solve({
    direction: 'maximize',
    objective: 's',
    constraints: [
      ...coordinates.map((k) => [`box ${k}`, { max: 2 }] as const),
      ['s', { max: 2 * offset }],
      ...bounds.map(([name, max]) => [name, { max }] as const),
    ],
    variables: [
      ...coordinates.map((k): [string, [string, number][]] => [
        `u ${k}`,
        [[`box ${k}`, 1], ...perDifference((difference) => -(difference[k] as number))],
      ]),
      ['s', [['s', 1], ...perDifference(() => 1)]],
    ],
  });
  if (status !== 'optimal') throw new Error(`the linear program of a separating direction ended as ${status}`);
  const values = new Map(variables);
  return coordinates.map((k) => (values.get(`u ${k}`) ?? 0) - 1);
}

function dot(a: Vector, b: Vector): number {
  return a.reduce((sum, value, k) => sum + value * (b[k] as number), 0);
}
