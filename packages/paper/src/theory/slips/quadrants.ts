import { QUADRANTS } from '../../constructions/quadrants.ts';

/** The first layer of four neurons, each active on one sign pattern of (x[1], x[2]), and the products of the signs. */
export function quadrants(dimension: number, scale: number) {
  const W1 = new Float64Array(QUADRANTS.length * dimension);
  QUADRANTS.forEach(([i, j], row) => {
    W1.set([scale * i, scale * j], row * dimension);
  });
  return {
    W1,
    b1: new Float64Array(QUADRANTS.length).fill(-scale),
    signs: Float64Array.from(QUADRANTS, ([i, j]) => i * j),
  };
}
