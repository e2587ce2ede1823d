import { describe, expect, test } from 'vitest';
import { sparkline } from './sparkline.ts';

describe('sparkline', () => {
  test('goes from the lowest to the highest block in equal steps', () => {
    expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7], 'linear')).toBe('▁▂▃▄▅▆▇█');
    expect(sparkline([5, -5, 0], 'linear')).toBe('█▁▅');
  });

  test('a logarithmic scale makes powers even', () => {
    expect(sparkline([1, 10, 100, 1000], 'log')).toBe('▁▃▆█');
    expect(sparkline([1, 10, 100, 1000], 'linear')).toBe('▁▁▁█');
  });

  test('what is not positive is at the bottom of a logarithmic scale', () => {
    expect(sparkline([100, 1, 0, -2], 'log')).toBe('█▁▁▁');
    expect(sparkline([3, 0, 3], 'log')).toBe('█▁█');
    expect(sparkline([0, 0], 'log')).toBe('▄▄');
  });

  test('a constant series has neither ups nor downs, rounding aside', () => {
    expect(sparkline([22.27, 22.27, 22.27], 'log')).toBe('▄▄▄');
    expect(sparkline([2, 2 + 1e-12, 2 - 1e-12], 'linear')).toBe('▄▄▄');
    expect(sparkline([2, 2 + 1e-12, 2 - 1e-12], 'log')).toBe('▄▄▄');
    expect(sparkline([0, 0], 'linear')).toBe('▄▄');
    expect(sparkline([0, 1e-12], 'linear')).toBe('▁█');
  });

  test('leaves gaps for what is missing or not finite', () => {
    expect(sparkline([1, undefined, Number.NaN, Number.POSITIVE_INFINITY, 2], 'linear')).toBe('▁   █');
    expect(sparkline([undefined, undefined], 'linear')).toBe('  ');
    expect(sparkline([], 'linear')).toBe('');
  });

  test('thins to a width, keeping the ends', () => {
    const values = Array.from({ length: 101 }, (_, index) => index);
    expect(sparkline(values, 'linear', 8)).toBe('▁▂▃▄▅▆▇█');
    expect(sparkline(values, 'linear')).toHaveLength(30);
    expect(sparkline([9, 1, 1, 1, 8], 'linear', 2)).toBe('█▁');
  });
});
