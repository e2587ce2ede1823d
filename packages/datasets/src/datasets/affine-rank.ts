/** A prime below 2^26, so that products of two residues stay exact in double precision. */
const PRIME = 67_108_859;

/**
 * A lower bound of rank(S - S), the dimension of the affine hull of integer points, by Gaussian elimination modulo a
 * prime. Where it reaches the full dimension it is exact, and it falls short of the true rank only when the prime
 * divides every largest minor.
 */
export function affineRank(points: readonly (readonly number[])[]): number {
  const [origin = [], ...others] = points;
  const rows = others.map((point) => point.map((value, k) => residue(value - (origin[k] as number))));
  let rank = 0;
  for (let column = 0; column < origin.length; column++) {
    const pivot = rows.findIndex((row, r) => r >= rank && row[column] !== 0);
    if (pivot < 0) continue;
    const pivotRow = rows[pivot] as number[];
    rows[pivot] = rows[rank] as number[];
    rows[rank] = pivotRow;
    const inverse = power(pivotRow[column] as number, PRIME - 2);
    for (let r = rank + 1; r < rows.length; r++) {
      const row = rows[r] as number[];
      const factor = residue((row[column] as number) * inverse);
      if (factor === 0) continue;
      for (let k = column; k < row.length; k++) {
        row[k] = residue((row[k] as number) - residue(factor * (pivotRow[k] as number)));
      }
    }
    rank++;
  }
  return rank;
}

function residue(value: number): number {
  const remainder = value % PRIME;
  return remainder < 0 ? remainder + PRIME : remainder;
}

function power(base: number, exponent: number): number {
  let result = 1;
  let factor = base;
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = residue(result * factor);
    factor = residue(factor * factor);
  }
  return result;
}
