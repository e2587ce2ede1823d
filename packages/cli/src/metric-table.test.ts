import type { MeasuredPoint, Quantity } from '@sharpness-lab/core';
import { describe, expect, test } from 'vitest';
import { type Layout, metricTable } from './metric-table.ts';

type Values = Readonly<Record<string, number>>;

const point = (values: Values, epoch: number): MeasuredPoint => ({
  phase: 0,
  epoch,
  step: epoch,
  seconds: epoch,
  values,
});
const points = (...values: Values[]): MeasuredPoint[] => values.map(point);

const quantities: Quantity[] = [
  { name: 'train-loss', title: 'training loss', scale: 'log' },
  { name: 'speed', title: 'speed v', unit: 'm/s', scale: 'linear' },
];

const tableOf = (measurements: readonly MeasuredPoint[], layout: Layout) =>
  metricTable(measurements, quantities, layout);

const wide = { columns: 80, blocks: true };

describe('metricTable', () => {
  test('what was measured once has its value only', () => {
    expect(tableOf(points({ accuracy: 0.5, speed: 2 }), wide)).toBe('accuracy     0.5\nspeed (m/s)  2\n');
  });

  test('an estimate has its standard error, and says that it has not converged; an array has its size', () => {
    const [first, last] = points({ trace: 3, eigenvalue: 4 }, { trace: 2, eigenvalue: 5 }) as [
      MeasuredPoint,
      MeasuredPoint,
    ];
    const uncertainty = { trace: { standardError: 0.123456 }, eigenvalue: { converged: false, products: 50 } };
    const arrays = {
      spectrum: { shape: [3], values: [1, 2, null] },
      plane: { shape: [40, 50], file: 'arrays/plane-epoch-000000001.csv' },
    };
    const measured = [first, { ...last, uncertainty, arrays }];
    expect(tableOf(measured, { columns: 40, blocks: false })).toBe(`METRIC      START  LAST
trace       3      2 ± 0.12346
eigenvalue  4      5 (not converged)
spectrum    -      3 numbers
plane       -      40 x 50 numbers
`);
    expect(tableOf(measured.slice(1), wide)).toContain('trace       2 ± 0.12346\n');
  });

  test('what is not finite is shown as such, in a row of its own if it never was', () => {
    const measured: MeasuredPoint[] = [
      { ...point({ loss: 1 }, 0), nonFinite: { ratio: 'NaN', bound: 'Infinity' } },
      { ...point({ loss: 2, ratio: 3 }, 1), nonFinite: { bound: '-Infinity' } },
    ];
    expect(tableOf(measured, { columns: 40, blocks: false })).toBe(`METRIC  START     LAST
loss    1         2
ratio   NaN       3
bound   Infinity  -Infinity
`);
    expect(tableOf(measured.slice(0, 1), wide)).toBe('loss   1\nratio  NaN\nbound  Infinity\n');
  });

  test('an extreme is told where it is outside of start and end, on the scale of the quantity', () => {
    const measured = points(
      { 'train-loss': 1, accuracy: 0.4, steady: 3, slight: 0 },
      { 'train-loss': 0.001, accuracy: 0.9, steady: 3, slight: 10.5 },
      { 'train-loss': 0.01, accuracy: 0.8, steady: 3, slight: 10 },
    );
    expect(tableOf(measured, wide)).toBe(`METRIC      START  LAST  EXTREME    EPOCH 0 TO 2
train-loss  1      0.01  min 0.001  █▁▃
accuracy    0.4    0.8   max 0.9    ▁█▇
steady      3      3                ▄▄▄
slight      0      10               ▁██
`);
  });

  test('a metric that was not always measured has gaps, and stands where it was', () => {
    const measured = points({ b: 1 }, { a: 1, ratio: 4, b: 2 }, { a: 2, b: 3 });
    expect(tableOf(measured, wide)).toBe(`METRIC  START  LAST  EPOCH 0 TO 2
a       -      2      ▁█
ratio   -      -      ▄
b       1      3     ▁▅█
`);
  });

  test('as many measurements as a long run has', () => {
    const measured = Array.from({ length: 300_000 }, (_, epoch) => point({ value: epoch === 7 ? -4e4 : epoch }, epoch));
    expect(tableOf(measured, { columns: 80, blocks: false })).toBe(
      'METRIC  START  LAST    EXTREME\nvalue   0      300000  min -40000\n',
    );
  });

  test('sparklines take the room that is left, and none where there is little or no block can be shown', () => {
    const measured = points(...Array.from({ length: 100 }, (_, epoch) => ({ value: epoch })));
    const widest = (columns: number) => tableOf(measured, { columns, blocks: true }).split('\n')[1]?.length;
    expect(widest(80)).toBe(8 + 7 + 6 + 30);
    expect(widest(40)).toBe(40);
    const plain = 'METRIC  START  LAST\nvalue   0      99\n';
    expect(tableOf(measured, { columns: 25, blocks: true })).toBe(plain);
    expect(tableOf(measured, { columns: 80, blocks: false })).toBe(plain);
  });
});
