import { LabError } from '@sharpness-lab/core';
import { describe, expect, test } from 'vitest';
import { renderSvg } from '../render/svg.ts';
import { themes } from '../theme.ts';
import { type BarsData, bars } from './bars.ts';

const small: BarsData = {
  name: 'columns',
  title: 'Columns',
  description: 'The first column alone is large.',
  x: 'Input coordinate',
  y: { title: 'Column norm of W₁', scale: 'linear' },
  series: [
    {
      label: 'SGD',
      values: [
        { x: 1, y: 2 },
        { x: 2, y: 1 },
        { x: 10, y: 0.5 },
      ],
    },
  ],
};

/** Top and height of each bar, in pixels. */
async function barsOf(data: BarsData) {
  const svg = await renderSvg(bars(data).spec, themes.light);
  const paths = svg.matchAll(/aria-roledescription="bar" d="M[\d.-]+,([\d.-]+)h[\d.-]+v([\d.-]+)h/g);
  return [...paths].map(([, top, height]) => ({ top: Number(top), height: Number(height) }));
}

describe('bars', () => {
  test('the specification, whole', () => {
    expect(bars(small).spec).toMatchSnapshot();
  });

  test('heights are as the values, from 0', async () => {
    const [first, second, third] = await barsOf(small);
    expect(first?.height).toBeCloseTo(190 / 1.05, 2);
    expect(second?.height).toBeCloseTo(190 / 1.05 / 2, 2);
    expect(third?.height).toBeCloseTo(190 / 1.05 / 4, 2);
    expect((first?.top as number) + (first?.height as number)).toBeCloseTo(190, 2);
  });

  test('names keep their order, series stand side by side with a legend, and the table has all', async () => {
    const series = ['Train', 'Test'].map((label, k) => ({
      label,
      values: ['XOR', 'Parity'].map((x, place) => ({ x, y: 1 + k + place })),
    }));
    const chart = bars({ ...small, series });
    const svg = await renderSvg(chart.spec, themes.light);
    const texts = [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
    expect(texts.filter((text) => ['XOR', 'Parity', 'Train', 'Test'].includes(text as string))).toEqual([
      'XOR',
      'Parity',
      'Train',
      'Test',
    ]);
    expect(await barsOf({ ...small, series })).toHaveLength(4);
    expect(chart.table.rows).toEqual([
      ['Train', 'XOR', '1'],
      ['Train', 'Parity', '2'],
      ['Test', 'XOR', '2'],
      ['Test', 'Parity', '3'],
    ]);
  });

  test('a log axis has no bar for 0; without any bar there is no chart', async () => {
    const y = { title: 'Value', scale: 'log' as const };
    const values = [
      { x: 1, y: 0 },
      { x: 2, y: 10 },
      { x: 3, y: 1000 },
    ];
    expect(await barsOf({ ...small, y, series: [{ label: 'a', values }] })).toHaveLength(2);
    expect(() => bars({ ...small, y, series: [{ label: 'a', values: values.slice(0, 1) }] })).toThrow(LabError);
  });
});
