import { expect, test } from 'vitest';
import { estimateText } from './estimate-text.ts';
import { titleOf } from './title-of.ts';

test.each([
  [undefined, 5, '3.1416'],
  [{}, 3, '3.14'],
  [{ standardError: 0.0123456 }, 3, '3.14 ± 0.0123'],
  [{ converged: true, products: 40 }, 5, '3.1416'],
  [{ standardError: 1e-9, converged: false }, 2, '3.1 ± 1e-9 (not converged)'],
])('a value with uncertainty %j and %d digits is written as %s', (uncertainty, digits, text) => {
  expect(estimateText(Math.PI, uncertainty, digits)).toBe(text);
});

test('a title has the unit in parentheses', () => {
  expect(titleOf({ title: 'speed v', unit: 'm/s' })).toBe('speed v (m/s)');
  expect(titleOf({ title: 'loss L' })).toBe('loss L');
});
