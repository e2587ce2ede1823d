import { expect, test } from 'vitest';
import { formatDuration } from './duration.ts';

test.each([
  [0.01234, '0.0123 s'],
  [9.96, '9.96 s'],
  [45.4, '45 s'],
  [59.7, '1 min 0 s'],
  [200, '3 min 20 s'],
  [3599.6, '1 h 0 min'],
  [7500, '2 h 5 min'],
])('%d seconds are %s', (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});
