/** First and second derivatives of each component of a vector-valued function. */
export interface Derivatives {
  readonly first: number[];
  readonly second: number[];
}

/**
 * Derivatives of t -> f(t) at 0 by central differences with steps h and 2 h, extrapolated (Richardson):
 *
 *     D(h) = (f(h) - f(-h)) / (2 h),    f'  = (4 D(h) - D(2 h)) / 3 + O(h^4)
 *     S(h) = (f(h) - 2 f(0) + f(-h)) / h^2,    f'' = (4 S(h) - S(2 h)) / 3 + O(h^4)
 */
export function differentiate(f: (t: number) => ArrayLike<number>, h: number): Derivatives {
  const [left2, left1, centre, right1, right2] = [-2 * h, -h, 0, h, 2 * h].map((t) => Array.from(f(t))) as [
    number[],
    number[],
    number[],
    number[],
    number[],
  ];
  const at = (values: number[], i: number) => values[i] as number;
  const slope = (left: number[], right: number[], step: number, i: number) => (at(right, i) - at(left, i)) / (2 * step);
  const bend = (left: number[], right: number[], step: number, i: number) =>
    (at(right, i) - 2 * at(centre, i) + at(left, i)) / step ** 2;
  return {
    first: centre.map((_, i) => (4 * slope(left1, right1, h, i) - slope(left2, right2, 2 * h, i)) / 3),
    second: centre.map((_, i) => (4 * bend(left1, right1, h, i) - bend(left2, right2, 2 * h, i)) / 3),
  };
}
