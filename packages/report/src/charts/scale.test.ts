import { describe, expect, test } from 'vitest';
import { drawable, extent, paddedExtent, position, ticks } from './scale.ts';

describe('ticks', () => {
  test.each([
    ['linear', 0, 1, ['0.0', '0.2', '0.4', '0.6', '0.8', '1.0']],
    ['linear', 0.83, 1.02, ['0.85', '0.90', '0.95', '1.00']],
    ['linear', 0, 600_000, ['0', '100k', '200k', '300k', '400k', '500k', '600k']],
    ['linear', -20_000, 10_000, ['−20k', '−15k', '−10k', '−5k', '0', '5k', '10k']],
    ['linear', 0, 30, ['0', '5', '10', '15', '20', '25', '30']],
    ['linear', 0, 2e-5, ['0', '5·10⁻⁶', '10⁻⁵', '1.5·10⁻⁵', '2·10⁻⁵']],
    ['linear', 0, 2e10, ['0', '5·10⁹', '10¹⁰', '1.5·10¹⁰', '2·10¹⁰']],
    ['linear', 0, 1.2e6, ['0', '0.2M', '0.4M', '0.6M', '0.8M', '1M', '1.2M']],
    ['log', 1, 1e5, ['10⁰', '10¹', '10²', '10³', '10⁴', '10⁵']],
    ['log', 0.0005, 8, ['0.001', '0.01', '0.1', '1']],
    ['log', 1e-12, 1, ['10⁻¹²', '10⁻⁹', '10⁻⁶', '10⁻³', '10⁰']],
    ['log', 18, 250, ['20', '50', '100', '200']],
    ['log', 3, 30_000, ['10¹', '10²', '10³', '10⁴']],
    ['log', 3000, 30_000, ['5k', '10k', '20k']],
    ['log', 22, 31, ['22', '24', '26', '28', '30']],
  ] as const)('%s from %d to %d', (scale, low, high, labels) => {
    expect(ticks([low, high], scale, 6).labels).toEqual(labels);
  });

  test('are inside, in order, not crowded, and their labels all differ, over any range', () => {
    const lows = [1e-9, 0.0007, 0.3, 1, 22.27, 99, 4321, 1e6];
    const ratios = [1.01, 1.3, 2, 7, 10, 40, 99, 1000, 1e5, 1e9, 1e15];
    for (const scale of ['linear', 'log'] as const) {
      for (const low of lows) {
        for (const ratio of ratios) {
          const high = low * ratio;
          const { values, labels } = ticks([low, high], scale, 6);
          const what = `${scale} ${low} ${ratio}`;
          expect(values.length, what).toBeGreaterThanOrEqual(2);
          expect(values.length, what).toBeLessThanOrEqual(8);
          expect(new Set(labels).size, what).toBe(values.length);
          expect([...values].sort((a, b) => a - b)).toEqual(values);
          expect(
            values.every((value) => value >= low - 1e-8 * high && value <= high * (1 + 1e-8)),
            what,
          ).toBe(true);
          expect(Math.max(...labels.map((label) => label.length)), what).toBeLessThan(12);
        }
      }
    }
  });
});

describe('domains', () => {
  test('what has a place', () => {
    expect([1, 0, -1, Number.NaN, Number.POSITIVE_INFINITY].map((value) => drawable(value, 'log'))).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
    expect([0, -1, Number.NaN].map((value) => drawable(value, 'linear'))).toEqual([true, true, false]);
  });

  test('a single number gets room on both sides', () => {
    expect(extent([4], 'log')).toEqual([2, 8]);
    expect(extent([-4], 'linear')).toEqual([-6, -2]);
    expect(extent([0, 0], 'linear')).toEqual([-1, 1]);
    expect(extent([0.1 + 0.2, 0.3], 'log')[1]).toBeCloseTo(0.6, 12);
  });

  test('numbers near 0 have their axis begin there; others have air on both sides, on log axes as a factor', () => {
    expect(paddedExtent([0.1, 1], { scale: 'linear' })).toEqual([0, 1.045]);
    expect(paddedExtent([10, 20], { scale: 'linear' })).toEqual([9.5, 20.5]);
    const [low, high] = paddedExtent([1, 100], { scale: 'log' });
    expect(1 / low).toBeCloseTo(100 ** 0.05, 12);
    expect(high / 100).toBeCloseTo(100 ** 0.05, 12);
  });

  test('the air around numbers does not leave the range of their axis', () => {
    const fraction = { scale: 'linear', range: { min: 0, max: 1 } } as const;
    expect(paddedExtent([0.5, 1], fraction)).toEqual([0.475, 1]);
    expect(paddedExtent([0.1, 0.2], fraction)).toEqual(paddedExtent([0.1, 0.2], { scale: 'linear' }));
    // Numbers that leave it all the same are not cut off.
    expect(paddedExtent([0.5, 1.5], fraction)).toEqual([0.45, 1.5]);
  });

  test('axes of fractions end at 1 where they come near it, and are whole where nothing changes', () => {
    const fraction = { scale: 'linear', range: { min: 0, max: 1 } } as const;
    expect(paddedExtent([0.5, 0.6], fraction)).toEqual([0.495, 1]);
    for (const constant of [0, 0.1, 0.5, 1]) expect(paddedExtent([constant, constant], fraction)).toEqual([0, 1]);
    expect(paddedExtent([1.5, 1.5], fraction)).toEqual([0, 1.5]);
    // Without a declared end on both sides there is no whole.
    expect(paddedExtent([4, 4], { scale: 'linear', range: { min: 0 } })).toEqual([1.8, 6.2]);
  });

  test('positions', () => {
    expect(position(5, [0, 20], 'linear')).toBe(0.25);
    expect(position(10, [1, 1000], 'log')).toBeCloseTo(1 / 3, 12);
  });

  test('an axis of log(1 + x / symlog) has a place for 0, with a tick', () => {
    const scale = { symlog: 10 };
    expect([0, 5, -1, Number.NaN].map((value) => drawable(value, scale))).toEqual([true, true, false, false]);
    expect(extent([0, 3, 8], scale)).toEqual([0, 8]);
    expect(extent([0], scale)).toEqual([0, 10]);
    // log(1 + 10 / 10) / log(1 + 1270 / 10) = 1 / 7, in powers of 2
    expect([0, 10, 30, 1270].map((x) => position(x, [0, 1270], scale))).toEqual([
      0,
      expect.closeTo(1 / 7, 12),
      expect.closeTo(2 / 7, 12),
      1,
    ]);
    expect(ticks([0, 20_000], scale, 6).labels).toEqual(['0', '10¹', '10²', '10³', '10⁴']);
    // 0.69 of 11.5 is too little for two labels.
    expect(ticks([0, 100_000], { symlog: 1 }, 6).labels).toEqual(['0', '10²', '10⁴']);
    expect(ticks([0, 10], scale, 6)).toEqual({ values: [0, 10], labels: ['0', '10'] });
  });
});
