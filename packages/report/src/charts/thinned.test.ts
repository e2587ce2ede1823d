import { expect, test } from 'vitest';
import { thinned } from './thinned.ts';

const epochs = { title: 'Epoch', scale: 'linear' } as const;

test('few points stay', () => {
  const points = Array.from({ length: 1200 }, (_, x) => ({ x, y: x }));
  expect(thinned(points, epochs, 300)).toBe(points);
});

test('of many, each column of pixels keeps its ends, peaks and dips, in order', () => {
  const y = (x: number) => (x === 50_001 ? 9 : x === 70_001 ? -9 : Math.sin(x));
  const points = Array.from({ length: 100_000 }, (_, x) => ({
    x,
    y: y(x),
    low: y(x) - 1,
    high: x === 20_001 ? 30 : 2,
  }));
  const kept = thinned(points, epochs, 300);
  expect(kept.length).toBeLessThanOrEqual(6 * 301);
  expect(kept.length).toBeGreaterThanOrEqual(2 * 300);
  const xs = kept.map(({ x }) => x);
  expect(xs).toEqual([...xs].sort((a, b) => a - b));
  expect(xs).toEqual(expect.arrayContaining([0, 20_001, 50_001, 70_001, 99_999]));
});

test('on a log axis columns are even in the logarithm, and epoch 0 stays for the table', () => {
  const points = Array.from({ length: 10_000 }, (_, x) => ({ x, y: -x }));
  const xs = thinned(points, { ...epochs, scale: 'log' }, 300).map(({ x }) => x);
  expect(xs.slice(0, 20)).toEqual(points.slice(0, 20).map(({ x }) => x));
  expect(xs.length).toBeLessThan(610);
});

test('a number that is none hides no peak', () => {
  const points = Array.from({ length: 3000 }, (_, x) => ({ x, y: x % 10 === 0 ? Number.NaN : x === 1505 ? 1 : 0 }));
  expect(thinned(points, epochs, 300)).toContain(points[1505]);
});
