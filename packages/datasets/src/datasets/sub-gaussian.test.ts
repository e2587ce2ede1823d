import { rootStream } from '@sharpness-lab/core';
import { createPlugin } from '@sharpness-lab/core/testing';
import { describe, expect, test } from 'vitest';
import { correlations, meanWithin, rowsOf } from '../fixtures/moments.ts';
import subGaussian from './sub-gaussian.ts';

const product = ([a = 0, b = 0]: number[]) => Math.fround(a * b);
const absDifference = ([a = 0, b = 0]: number[]) => Math.fround(Math.abs(a) - Math.abs(b));

describe.each([
  // E x^4, E x^8 and the largest |x|.
  ['gaussian', 3, 105, Number.POSITIVE_INFINITY, absDifference],
  ['rademacher', 1, 1, 1, product],
  ['uniform', 9 / 5, 9, Math.fround(Math.sqrt(3)), absDifference],
] as const)('%s', (distribution, fourth, eighth, largest, target) => {
  const dimension = 7;
  const size = 4000;
  const sample = (options: { target?: 'product' | 'abs-difference' } = {}) =>
    createPlugin(subGaussian, { dimension, distribution, trainSize: size, testSize: 1, ...options }).sample(
      rootStream(4),
    ).train;
  const rows = rowsOf(sample());

  test('coordinates are independent with moments 0, 1, 0 and the fourth of the distribution', () => {
    const values = rows.flat();
    meanWithin(4, values, 0, 1);
    meanWithin(
      4,
      values.map((x) => x ** 2),
      1,
      fourth - 1,
    );
    meanWithin(
      4,
      values.map((x) => x ** 4),
      fourth,
      eighth - fourth ** 2,
    );
    // Symmetric, and of as many negative as positive values.
    meanWithin(4, values.map(Math.sign), 0, 1);
    expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(largest);
    expect(Math.max(...correlations(rows))).toBeLessThan(4.5 / Math.sqrt(size));
    const squares = rows.map((x) => x.map((value) => value ** 2 - 1));
    if (distribution !== 'rademacher') {
      expect(Math.max(...correlations(squares))).toBeLessThan(4.5 / Math.sqrt(size));
    }
  });

  test('targets', () => {
    expect([...sample().targets]).toEqual(rows.map(target));
    expect([...sample({ target: 'product' }).targets]).toEqual(rows.map(product));
  });
});

test('Rademacher coordinates refuse the target that is 0 for them', () => {
  expect(() => createPlugin(subGaussian, { distribution: 'rademacher', target: 'abs-difference' })).toThrow(
    'dataset.target: "abs-difference" is 0 for rademacher coordinates, take "product"',
  );
});
