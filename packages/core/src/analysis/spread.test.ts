import fc from 'fast-check';
import { expect, test } from 'vitest';
import { spreadOf } from './spread.ts';

test('quartiles of a handful of durations, by hand', () => {
  expect(spreadOf([4, 1, 3, 2])).toEqual({ n: 4, min: 1, low: 1.75, median: 2.5, high: 3.25 });
  expect(spreadOf([9, 2, 2, 3, 100])).toEqual({ n: 5, min: 2, low: 2, median: 3, high: 9 });
  expect(spreadOf([7])).toEqual({ n: 1, min: 7, low: 7, median: 7, high: 7 });
  expect(() => spreadOf([])).toThrow('at least one value');
});

test('one slow round moves the median no further than to its neighbour', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3 }), (values) => {
      const sorted = values.toSorted((a, b) => a - b);
      const { min, low, median, high } = spreadOf([...values, 1e9]);
      expect(min).toBe(sorted[0]);
      expect(low).toBeLessThanOrEqual(median);
      expect(median).toBeLessThanOrEqual(high);
      expect(median).toBeLessThanOrEqual(sorted[Math.ceil(values.length / 2)] as number);
    }),
  );
});
