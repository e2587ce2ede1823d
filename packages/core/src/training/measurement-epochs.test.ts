import { describe, expect, test } from 'vitest';
import { measurementEpochs } from './measurement-epochs.ts';

type Input = Parameters<typeof measurementEpochs>[0];

function epochs(lengths: readonly number[], measure: Input['measure'] = {}): number[] {
  const phases = lengths.map((length) => ({ epochs: length })) as Input['phases'];
  return [...measurementEpochs({ phases, measure })].sort((a, b) => a - b);
}

describe('measurementEpochs', () => {
  test('the start, and the end of every phase', () => {
    expect(epochs([3, 4])).toEqual([0, 3, 7]);
  });

  test('multiples of `every`, counted over all phases', () => {
    expect(epochs([3, 4], { every: 2 })).toEqual([0, 2, 3, 4, 6, 7]);
  });

  test('an `every` beyond the end adds nothing', () => {
    expect(epochs([3], { every: 4 })).toEqual([0, 3]);
  });

  test('log-spaced points: 10^0, 10^1, ... of 1000', () => {
    expect(epochs([1000], { logSpaced: 4 })).toEqual([0, 1, 10, 100, 1000]);
  });

  test('log-spaced points that round to the same epoch count once', () => {
    expect(epochs([3], { logSpaced: 50 })).toEqual([0, 1, 2, 3]);
  });

  test('both together', () => {
    expect(epochs([100], { every: 50, logSpaced: 3 })).toEqual([0, 1, 10, 50, 100]);
  });

  test('without phases, the start alone', () => {
    expect(epochs([])).toEqual([0]);
    expect(epochs([], { every: 2, logSpaced: 3 })).toEqual([0]);
  });
});
