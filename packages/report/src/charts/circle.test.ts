import { expect, test } from 'vitest';
import { renderSvg } from '../render/svg.ts';
import { themes } from '../theme.ts';
import { circle } from './circle.ts';

const half = Math.SQRT1_2;

/** Three samples at 45, 135 and 180 degrees; the last one's neuron is active nowhere. */
const chart = circle({
  name: 'circle',
  title: 'A circle',
  description: 'Three samples.',
  samples: [
    { point: [half, half], target: 0.5 },
    { point: [-half, half], target: -0.5 },
    { point: [-1, 0], target: 0 },
  ],
  arcs: [{ from: 0, to: Math.PI / 2 }, { from: (2 * Math.PI) / 3, to: (5 * Math.PI) / 6 }, undefined],
});

type Values = readonly { readonly x: number; readonly y: number; readonly neuron?: number; readonly sign?: string }[];
const spec = chart.spec as unknown as {
  readonly width: number;
  readonly height: number;
  readonly layer: readonly { readonly data: { readonly values: Values } }[];
};
const arcs = spec.layer[3]?.data.values as Values;
const place = (row: Values[number] | undefined) => [row?.x, row?.y] as [number, number];

test('an arc goes from one angle to the other, outside the circle', () => {
  const first = arcs.filter(({ neuron }) => neuron === 1);
  const [x0, y0] = place(first[0]);
  const [x1, y1] = place(first.at(-1));
  // A third of the way along a quarter of the circle: 30 degrees.
  const [x30, y30] = place(first[(first.length - 1) / 3]);
  expect([x0, y0, x1, y1]).toEqual([1.1, 0, expect.closeTo(0, 12), 1.1]);
  expect([x30, y30]).toEqual([expect.closeTo(1.1 * Math.sqrt(0.75), 12), expect.closeTo(0.55, 12)]);
  expect(first.every((row) => Math.abs(Math.hypot(...place(row)) - 1.1) < 1e-12)).toBe(true);
});

test('neighbours have different radii, and a neuron that is never active has no arc', () => {
  const second = arcs.filter(({ neuron }) => neuron === 2);
  const [x, y] = place(second[0]);
  expect(Math.hypot(x, y)).toBeCloseTo(1.19, 12);
  expect([x, y]).toEqual([expect.closeTo(-0.5 * 1.19, 12), expect.closeTo(1.19 * Math.sqrt(0.75), 12)]);
  expect(arcs.some(({ neuron }) => neuron === 3)).toBe(false);
});

test('arcs have the sign of their sample’s target', () => {
  expect([...new Set(arcs.map(({ neuron, sign }) => `${neuron}: ${sign}`))]).toEqual([
    '1: target y > 0',
    '2: target y < 0',
  ]);
});

test('the circle is round, and can be drawn', async () => {
  expect(spec.width).toBe(spec.height);
  expect(await renderSvg(chart.spec, themes.dark)).toContain('target y = 0');
});

test('the table has the angles in degrees', () => {
  expect(chart.table.rows).toEqual([
    ['1', '0.707107', '0.707107', '0.5', '0', '90'],
    ['2', '-0.707107', '0.707107', '-0.5', '120', '150'],
    ['3', '-1', '0', '0', '', ''],
  ]);
});
