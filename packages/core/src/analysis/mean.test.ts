import { expect, test } from 'vitest';
import { mean } from './mean.ts';

test('the sum over the count; NaN where there is nothing to tell', () => {
  expect(mean([1, 2, 6])).toBe(3);
  expect(mean([])).toBeNaN();
  expect(mean([1, Number.NaN])).toBeNaN();
});
