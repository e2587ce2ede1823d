import fc from 'fast-check';
import { expect, test } from 'vitest';
import { affineRank } from './affine-rank.ts';

/** Rank of the differences to the first point, by fraction-free elimination in exact integers (Bareiss). */
function exactAffineRank(points: readonly (readonly number[])[]): number {
  const [origin = [], ...others] = points;
  const rows = others.map((point) => point.map((value, k) => BigInt(value - (origin[k] as number))));
  let rank = 0;
  let previous = 1n;
  for (let column = 0; column < origin.length && rank < rows.length; column++) {
    const pivot = rows.findIndex((row, r) => r >= rank && row[column] !== 0n);
    if (pivot < 0) continue;
    [rows[pivot], rows[rank]] = [rows[rank] as bigint[], rows[pivot] as bigint[]];
    const top = rows[rank] as bigint[];
    for (let r = rank + 1; r < rows.length; r++) {
      const row = rows[r] as bigint[];
      const lead = row[column] as bigint;
      rows[r] = row.map((value, k) => ((top[column] as bigint) * value - lead * (top[k] as bigint)) / previous);
    }
    previous = top[column] as bigint;
    rank++;
  }
  return rank;
}

test('agrees with exact integer elimination on points of the hypercube', () => {
  const points = fc.integer({ min: 1, max: 9 }).chain((length) =>
    fc.array(fc.array(fc.constantFrom(-1, 1), { minLength: length, maxLength: length }), {
      minLength: 1,
      maxLength: 14,
    }),
  );
  fc.assert(
    fc.property(points, (set) => {
      expect(affineRank(set)).toBe(exactAffineRank(set));
    }),
    { seed: 1, numRuns: 500 },
  );
});

test('a single point spans nothing', () => {
  expect(affineRank([[1, -1, 1]])).toBe(0);
  expect(affineRank([[]])).toBe(0);
});
