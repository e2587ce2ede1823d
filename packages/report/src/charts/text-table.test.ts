import { expect, test } from 'vitest';
import { renderSvg } from '../render/svg.ts';
import { themes } from '../theme.ts';
import { textTable } from './text-table.ts';

const table = {
  headings: ['a', 'a long heading'],
  rows: [
    ['1', '2.5'],
    ['a long cell', ''],
  ],
};
const chart = textTable({ name: 't', title: 'A table', description: 'Four cells.', table });

test('every cell is written, in columns that end at the same place and do not meet', async () => {
  const svg = await renderSvg(chart.spec, themes.light);
  for (const text of ['a', 'a long heading', '1', '2.5', 'a long cell']) expect(svg).toContain(`>${text}</text>`);
  const [, cells] = (
    chart.spec as unknown as { layer: { data: { values: { x: number; y: number; text: string }[] } }[] }
  ).layer;
  const ends = (k: number) => new Set(cells?.data.values.filter((_, i) => i % 2 === k).map(({ x }) => x));
  expect([ends(0).size, ends(1).size]).toEqual([1, 1]);
  expect([...ends(1)][0] as number).toBeGreaterThan(([...ends(0)][0] as number) + 14 * 5);
});

test('its table is the table', () => expect(chart.table).toEqual(table));
