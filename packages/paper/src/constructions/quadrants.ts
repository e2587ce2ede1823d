/** The four sign patterns (i, j) of (x[1], x[2]), whose product is the target of P_xor. */
export const QUADRANTS = [
  [1, 1],
  [1, -1],
  [-1, 1],
  [-1, -1],
] as const;
