import { describe, expect, test } from 'vitest';
import { kendallTau, type Pair, spearman } from './rank-correlation.ts';

const pairs = (x: readonly number[], y: readonly number[]) => x.map((value, k): Pair => [value, y[k] as number]);

describe.each([
  ['Kendall', kendallTau],
  ['Spearman', spearman],
])('%s', (_, correlation) => {
  test('is 1 in the same order and -1 in the opposite one, at any distances', () => {
    expect(correlation(pairs([1, 2, 30, 400], [-5, -4, 0, 1e9]))).toBe(1);
    expect(correlation(pairs([1, 2, 30, 400], [9, 8, 1, 0]))).toBe(-1);
  });

  test('has no value where one of the numbers is always the same', () => {
    expect(correlation(pairs([1, 1, 1], [1, 2, 3]))).toBeUndefined();
    expect(correlation(pairs([1, 2, 3], [4, 4, 4]))).toBeUndefined();
    expect(correlation(pairs([1], [1]))).toBeUndefined();
    expect(correlation([])).toBeUndefined();
  });
});

test('by hand, with one swap of four: five pairs of six agree, and ranks are 1 apart twice', () => {
  expect(kendallTau(pairs([1, 2, 3, 4], [1, 3, 2, 4]))).toBeCloseTo((5 - 1) / 6, 14);
  // 1 - 6 sum d^2 / (n (n^2 - 1))
  expect(spearman(pairs([1, 2, 3, 4], [1, 3, 2, 4]))).toBeCloseTo(1 - (6 * 2) / (4 * 15), 14);
});

// scipy 1.17.1: scipy.stats.kendalltau(x, y).statistic and spearmanr(x, y).statistic
test.each([
  [
    [40.9, 39.4, 38.99, 29.1, 29.5, 30.2, 22.9, 23.4, 23.1, 22.27, 22.3, 22.27],
    [0.6507, 0.676, 0.7476, 0.71, 0.708, 0.8165, 0.93, 0.85, 0.79, 0.97, 0.825, 0.7476],
    -0.5846153846153846,
    -0.7140350877192982,
  ],
  [[1, 1, 1, 2, 2, 3, 3, 3, 4, 5], [2, 1, 2, 2, 3, 3, 3, 1, 5, 5], 0.640056896475198, 0.7073991553074502],
  [[0.1, 0.2, 0.05, 0.4, 0.01, 0.02, 0.3], [3, 1, 4, 1, 5, 9, 2], -0.7807200583588265, -0.900937462695559],
])('with ties as scipy has it', (x, y, tau, rho) => {
  expect(kendallTau(pairs(x, y))).toBeCloseTo(tau, 13);
  expect(spearman(pairs(x, y))).toBeCloseTo(rho, 13);
  expect(kendallTau(pairs(y, x))).toBeCloseTo(tau, 13);
});
