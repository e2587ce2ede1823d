import { describe, expect, test } from 'vitest';
import { ensureAllClose, ensureClose, ensureFinite, ensureLength, ensureSame, sameNumbers } from './assertions.ts';

describe('assertions', () => {
  test('accept what holds', () => {
    expect(() => {
      ensureClose(1000.0001, 1000, 1e-6, 'x');
      ensureClose(1e-9, 0, 1e-8, 'x');
      ensureAllClose([1000, 1e-4], [1000, 0], 1e-6, 'x');
      ensureFinite([0, -1, 1e308], 'x');
      ensureSame([Number.NaN, -0], [Number.NaN, -0], 'x');
      ensureLength([1, 2], 2, 'x');
    }).not.toThrow();
  });

  test.each<[string, () => void, string]>([
    ['a number too far', () => ensureClose(1000.01, 1000, 1e-6, 'x'), 'x: expected 1000 within 0.000001, got 1000.01'],
    ['no number', () => ensureClose(Number.NaN, 0, 1, 'x'), 'x: expected 0 within 1, got NaN'],
    ['no expectation', () => ensureClose(0, Number.NaN, 1, 'x'), 'x: expected NaN within 1, got 0'],
    [
      'a list with a number too far',
      () => ensureAllClose([1, 2.5], [1, 2], 0.1, 'x'),
      'x: expected 2 within 0.2 at position 1, got 2.5',
    ],
    ['a list too short', () => ensureAllClose([1], [1, 2], 0.1, 'x'), 'x: expected 2 numbers, got 1'],
    [
      'infinity',
      () => ensureFinite([1, Number.NEGATIVE_INFINITY], 'x'),
      'x: expected finite numbers, got -Infinity at position 1',
    ],
    ['other bits', () => ensureSame([0, 0], [0, -0], 'x'), 'x: expected -0 at position 1, got 0'],
    ['other lengths', () => ensureSame([0], [], 'x'), 'x: expected 0 numbers, got 1'],
  ])('refuse %s', (_what, check, message) => {
    expect(check).toThrow(message);
  });

  test('tell signed zeros and lengths apart', () => {
    expect(sameNumbers([0], [-0])).toBe(false);
    expect(sameNumbers([1], [1, 2])).toBe(false);
    expect(sameNumbers([], [])).toBe(true);
  });
});
