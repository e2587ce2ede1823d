import { describe, expect, test } from 'vitest';
import { metricTable } from './metric-table.ts';

type Values = Readonly<Record<string, number>>;

const point = (values: Values, epoch: number) => ({ phase: 0, epoch, step: epoch, seconds: epoch, values });
const points = (...values: Values[]) => values.map(point);

const wide = { columns: 80, blocks: true };

describe('metricTable', () => {
  test('what was measured once has its value only', () => {
    expect(metricTable(points({ accuracy: 0.5, estimate: 2, 'estimate-standard-error': 0.1 }), wide)).toBe(
      'accuracy  0.5\nestimate  2 ± 0.1\n',
    );
  });

  test('an extreme is told where it is outside of start and end, on the scale of the quantity', () => {
    const measured = points(
      { 'train-loss': 1, accuracy: 0.4, steady: 3, slight: 0 },
      { 'train-loss': 0.001, accuracy: 0.9, steady: 3, slight: 10.5 },
      { 'train-loss': 0.01, accuracy: 0.8, steady: 3, slight: 10 },
    );
    expect(metricTable(measured, wide)).toBe(`METRIC      START  LAST  EXTREME    EPOCH 0 TO 2
train-loss  1      0.01  min 0.001  █▁▃
accuracy    0.4    0.8   max 0.9    ▁█▇
steady      3      3                ▄▄▄
slight      0      10               ▁██
`);
  });

  test('a metric that was not always measured has gaps, and stands where it was', () => {
    const measured = points({ b: 1 }, { a: 1, ratio: 4, b: 2 }, { a: 2, b: 3 });
    expect(metricTable(measured, wide)).toBe(`METRIC  START  LAST  EPOCH 0 TO 2
a       -      2      ▁█
ratio   -      -      ▄
b       1      3     ▁▅█
`);
  });

  test('as many measurements as a long run has', () => {
    const measured = Array.from({ length: 300_000 }, (_, epoch) => point({ value: epoch === 7 ? -4e4 : epoch }, epoch));
    expect(metricTable(measured, { columns: 80, blocks: false })).toBe(
      'METRIC  START  LAST    EXTREME\nvalue   0      300000  min -40000\n',
    );
  });

  test('sparklines take the room that is left, and none where there is little or no block can be shown', () => {
    const measured = points(...Array.from({ length: 100 }, (_, epoch) => ({ value: epoch })));
    const widest = (columns: number) => metricTable(measured, { columns, blocks: true }).split('\n')[1]?.length;
    expect(widest(80)).toBe(8 + 7 + 6 + 30);
    expect(widest(40)).toBe(40);
    const plain = 'METRIC  START  LAST\nvalue   0      99\n';
    expect(metricTable(measured, { columns: 25, blocks: true })).toBe(plain);
    expect(metricTable(measured, { columns: 80, blocks: false })).toBe(plain);
  });
});
