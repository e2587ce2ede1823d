import { describe, expect, test } from 'vitest';
import { renderSvg } from '../render/svg.ts';
import { themes } from '../theme.ts';
import { type HeatMapData, heatMap } from './heat-map.ts';

const matrix: HeatMapData = {
  name: 'small',
  title: 'A small matrix',
  description: 'Two rows of three.',
  x: 'column',
  y: 'row',
  color: { title: 'size', scale: 'linear' },
  rows: [
    [0, 1, 2],
    [4, 0.001, 0],
  ],
};

interface Cell {
  readonly x: number;
  readonly y: number;
  readonly value: number;
  readonly left: number;
  readonly right: number;
  readonly from: number;
  readonly to: number;
}

interface Lookup {
  readonly lookup: string;
  readonly from: { readonly data: { readonly values: readonly Record<string, number>[] } };
}

/** The parts of a specification, with the values that its cells look up. */
const partsOf = (data: HeatMapData) => {
  const spec = heatMap(data).spec as unknown as {
    readonly data: { readonly values: readonly Record<string, number>[] };
    readonly transform: readonly Lookup[];
    readonly view: { readonly fill?: string };
    readonly encoding: {
      readonly y: { readonly scale: { readonly reverse?: boolean } };
      readonly color: { readonly scale: { readonly type: string; readonly domain: readonly number[] } };
    };
  };
  const found = (cell: Record<string, number>) =>
    spec.transform.map(({ lookup, from }) => from.data.values.find((each) => each[lookup] === cell[lookup]));
  const values = spec.data.values.map((cell) => Object.assign({}, cell, ...found(cell)) as Cell);
  return { ...spec, data: { values } };
};

describe('heatMap', () => {
  test('draws the cells that differ from 0 in at least half a shade, the others as the ground', async () => {
    const { data, view, encoding } = partsOf(matrix);
    expect(data.values.map(({ x, y, value }) => [x, y, value])).toEqual([
      [2, 1, 1],
      [3, 1, 2],
      [1, 2, 4],
    ]);
    expect(view.fill).toBe('#440154');
    expect(encoding.color.scale.domain).toEqual([0, 4]);
    expect(encoding.y.scale.reverse).toBe(true);
    const svg = await renderSvg(heatMap(matrix).spec, themes.light);
    expect(svg.match(/fill="#440154"|fill="rgb\(68, 1, 84\)"/g)?.length).toBe(1);
  });

  test('cells end halfway between their places, the last ones without reaching further', () => {
    const landscape = {
      ...matrix,
      xs: [0, 1, 4],
      ys: [-1, 1],
      rows: [
        [1, 2, 3],
        [4, 5, 6],
      ],
    };
    const { data, encoding } = partsOf(landscape);
    const [first, second, third] = data.values as [Cell, Cell, Cell];
    expect([first.left, second.left, third.left, third.right]).toEqual([-0.5, 0.5, 2.5, 5.5]);
    expect(first.right - 0.5).toBeCloseTo((0.5 * 6) / 300, 10);
    expect([first.from, data.values[3]?.from, data.values[3]?.to]).toEqual([-2, 0, 2]);
    expect(encoding.y.scale.reverse).toBeUndefined();
  });

  test('a logarithmic scale has no colour for what is not positive, nor any for what is not finite', () => {
    const { data, view, encoding } = partsOf({
      ...matrix,
      color: { title: 'loss', scale: 'log' },
      rows: [
        [0, 0.01, 100],
        [-1, Number.NaN, 1],
      ],
    });
    expect(data.values.map(({ value }) => value)).toEqual([0.01, 100, 1]);
    expect(view.fill).toBeUndefined();
    expect(encoding.color.scale).toMatchObject({ type: 'log', domain: [0.01, 100] });
  });

  test('diverging colours have 0 in their middle, and cells of 0 a colour', () => {
    const { data, encoding } = partsOf({
      ...matrix,
      color: { title: 'weight', scale: 'linear', diverging: true },
      rows: [[-3, 0, 2]],
    });
    expect(encoding.color.scale.domain).toEqual([-3, 3]);
    expect(data.values).toHaveLength(3);
  });

  test('the table is the matrix, with what is not drawn', () => {
    expect(heatMap(matrix).table).toEqual({
      headings: ['row \\ column', '1', '2', '3'],
      rows: [
        ['1', '0', '1', '2'],
        ['2', '4', '0.001', '0'],
      ],
    });
  });

  test('a hundred samples by 150 sparsely active neurons stay a small file', async () => {
    const rows = Array.from({ length: 100 }, (_, i) =>
      Array.from({ length: 150 }, (_, j) => ((i + 7 * j) % 50 === 0 ? 1 : 0)),
    );
    expect((await renderSvg(heatMap({ ...matrix, rows }).spec, themes.light)).length).toBeLessThan(60_000);
  });

  test('a matrix without a cell that has a colour is refused, and one of zeros is all ground', () => {
    const log = { ...matrix, color: { title: 'size', scale: 'log' as const } };
    expect(() => heatMap({ ...log, rows: [[0, -1]] })).toThrow('no cell fits a log scale of size');
    expect(() => heatMap({ ...matrix, rows: [[Number.NaN]] })).toThrow('"A small matrix" has nothing to draw');
    const { data, encoding } = partsOf({ ...matrix, rows: [[0, 0]] });
    expect(data.values).toEqual([]);
    expect(encoding.color.scale.domain).toEqual([0, 1]);
  });
});
