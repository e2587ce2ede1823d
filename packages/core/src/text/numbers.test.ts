import { expect, test } from 'vitest';
import { formatCount, formatRounded, formatSignificant } from './numbers.ts';

test('counts are grouped, rates rounded', () => {
  expect(formatCount(10_000_000)).toBe('10,000,000');
  expect(formatCount(0)).toBe('0');
  expect(formatRounded(323_987.4)).toBe('324,000');
  expect(formatRounded(0.001234)).toBe('0.00123');
});

test.each([
  [1 / 3, 5, '0.33333'],
  [0.1 + 0.2, 5, '0.3'],
  [123_456, 3, '123000'],
  [-1.5e-9, 5, '-1.5e-9'],
  [2, 3, '2'],
  [Number.NaN, 3, 'NaN'],
  [Number.NEGATIVE_INFINITY, 3, '-Infinity'],
])('%d in %d significant digits is %s', (value, digits, text) => {
  expect(formatSignificant(value, digits)).toBe(text);
});
