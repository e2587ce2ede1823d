import { expect, test } from 'vitest';
import { differentiate } from './finite-differences.ts';

test('first and second derivatives of a cubic are exact, but for rounding', () => {
  const { first, second } = differentiate((t) => [5 + 7 * t - 3 * t ** 2 + 2 * t ** 3, 4], 2 ** -6);
  expect(first[0]).toBeCloseTo(7, 11);
  expect(second[0]).toBeCloseTo(-6, 9);
  expect(first[1]).toBe(0);
  expect(second[1]).toBe(0);
});

test('the error falls as h^4', () => {
  const errorAt = (h: number) => {
    const { first, second } = differentiate((t) => [Math.exp(1 + t)], h);
    return [first[0], second[0]].map((value) => Math.abs((value as number) - Math.E)) as [number, number];
  };
  const [coarse, fine] = [errorAt(2 ** -3), errorAt(2 ** -4)];
  for (const order of [0, 1] as const) expect(Math.log2(coarse[order] / fine[order])).toBeCloseTo(4, 1);
});
