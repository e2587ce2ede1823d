import { expect, test } from 'vitest';
import { formatCount, formatRounded } from './numbers.ts';

test('counts are grouped, rates rounded', () => {
  expect(formatCount(10_000_000)).toBe('10,000,000');
  expect(formatRounded(323_987.4)).toBe('324,000');
});
