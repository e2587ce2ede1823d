import { describe, expect, test } from 'vitest';
import { rootStream } from '../random/random-stream.ts';
import { sampleOrder } from './sample-order.ts';

const N = 12;
const identity = Array.from({ length: N }, (_, i) => i);

function epochs(kind: Parameters<typeof sampleOrder>[0], count: number): number[][] {
  const fill = sampleOrder(kind, rootStream(4));
  const order = new Int32Array(N);
  return Array.from({ length: count }, () => {
    fill(order);
    return [...order];
  });
}

describe('sampleOrder', () => {
  test('shuffled: a fresh permutation each epoch', () => {
    const [first, second] = epochs('shuffled', 2) as [number[], number[]];
    for (const order of [first, second]) expect(order.toSorted((a, b) => a - b)).toEqual(identity);
    expect(first).not.toEqual(second);
  });

  test('shuffled: an epoch does not depend on what the array held', () => {
    const fill = sampleOrder('shuffled', rootStream(4));
    const order = new Int32Array(N).fill(7);
    fill(order);
    expect([...order]).toEqual(epochs('shuffled', 1)[0]);
  });

  test('with-replacement: independent draws, all equally likely', () => {
    const draws = epochs('with-replacement', 2000).flat();
    const expected = draws.length / N;
    for (const i of identity) {
      const count = draws.filter((draw) => draw === i).length;
      expect(Math.abs(count - expected)).toBeLessThan(4 * Math.sqrt(expected * (1 - 1 / N)));
    }
    // Of N draws with replacement, N (1 - (1 - 1/N)^N) are distinct on average, with variance below N / 4.
    const distinct = epochs('with-replacement', 2000).map((order) => new Set(order).size);
    const mean = distinct.reduce((sum, count) => sum + count / distinct.length, 0);
    const error = Math.sqrt(N / 4 / distinct.length);
    expect(Math.abs(mean - N * (1 - (1 - 1 / N) ** N))).toBeLessThan(4 * error);
  });

  test('fixed: always 0, ..., n-1', () => {
    expect(epochs('fixed', 2)).toEqual([identity, identity]);
  });

  test('equal streams give equal orders', () => {
    expect(epochs('shuffled', 3)).toEqual(epochs('shuffled', 3));
  });
});
