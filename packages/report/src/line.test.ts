import { LabError } from '@sharpness-lab/core';
import { describe, expect, test } from 'vitest';
import { quantities } from './fixtures/quantities.ts';
import { type LineData, lineChart, lossBarrier } from './line.ts';

/** A double well with its minima, 0.5 and 0.1, at the ends. */
const wells = (t: number) => 0.5 - 0.4 * t + 16 * t ** 2 * (1 - t) ** 2;

const points = [-0.25, 0, 0.25, 0.5, 0.75, 1, 1.25].map((t) => ({
  t,
  values: {
    'train-loss': wells(t),
    'hessian-trace': 30 + t,
    'sharpness-bound': 22,
    // Only the second one interpolates.
    ...(t === 1 ? { 'sharpness-ratio': 31 / 22 } : {}),
  },
}));

const data: LineData = { name: 'line', from: 'decay', to: 'sam', note: 'On the data of A.', quantities, points };

describe('lossBarrier', () => {
  test('is the highest value between the ends over their mean', () => {
    // At t = 0.5: 0.3 + 1, over (0.5 + 0.1) / 2. Beyond the ends, at -0.25 and 1.25, it is higher.
    expect(wells(1.25)).toBeGreaterThan(1.3);
    expect(lossBarrier(points, 'train-loss')).toBeCloseTo(1, 12);
  });

  test('of a loss that falls all the way is half the fall', () => {
    const fall = [0, 0.5, 1].map((t) => ({ t, values: { 'train-loss': 3 - 2 * t } }));
    expect(lossBarrier(fall, 'train-loss')).toBe(1);
  });

  test('needs both ends', () => {
    expect(lossBarrier(points.slice(2), 'train-loss')).toBeUndefined();
    expect(lossBarrier(points, 'test-loss')).toBeUndefined();
  });

  test('is without end where the network overflows between them', () => {
    const broken = points.map((point) => (point.t === 0.5 ? { ...point, values: {} } : point));
    expect(lossBarrier(broken, 'train-loss')).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('lineChart', () => {
  test('has the numbers of what was measured, with the bound as a level', () => {
    const { rows } = lineChart(data).table;
    expect(rows.map(([panel]) => panel)).toEqual([
      ...points.map(() => 'training loss L'),
      ...points.map(() => 'Hessian trace Tr H'),
      'Hessian trace Tr H',
    ]);
    expect(rows[3]?.slice(1, 4)).toEqual(['A to B', '0.5', '1.3']);
    expect(rows.at(-1)).toContain('22');
  });

  test('has no bound that holds for neither of the networks', () => {
    const apart = points.map(({ t, values: { 'sharpness-ratio': _ratio, ...values } }) => ({ t, values }));
    const { rows } = lineChart({ ...data, points: apart }).table;
    expect(new Set(rows.map(([, curve]) => curve))).toEqual(new Set(['A to B']));
  });

  test('marks the networks and says in words what there is to see', () => {
    const { spec, title, description } = lineChart(data);
    expect(JSON.stringify(spec)).toContain('A: decay');
    expect(JSON.stringify(spec)).toContain('B: sam');
    expect(title).toBe('On the line from decay to sam');
    expect(description).toContain('training loss L rises by at most 1 above the mean of the two ends');
    expect(description).toContain('On the data of A.');
    expect(description).not.toContain('test loss');
  });

  test('has a linear axis where a trace is negative on the way', () => {
    const traces = points.map(({ t }) => ({ t, values: { 'hessian-trace': 1 - t } }));
    const scales = (data: LineData) => JSON.stringify(lineChart(data).spec).match(/"type":"log"/g) ?? [];
    expect(scales(data)).not.toHaveLength(0);
    expect(scales({ ...data, points: traces })).toHaveLength(0);
  });

  test('has both sets in one panel, and the band of an estimate', () => {
    const estimated = points.map(({ t, values }) => ({
      t,
      values: { ...values, 'test-loss': 2 },
      uncertainty: { 'hessian-trace': { standardError: 2 } },
    }));
    const { rows } = lineChart({ ...data, points: estimated }).table;
    expect([...new Set(rows.map(([panel, curve]) => `${panel}: ${curve}`))]).toEqual([
      'loss L: training',
      'loss L: test',
      'Hessian trace Tr H, ±\u00a0standard error: training',
      'Hessian trace Tr H, ±\u00a0standard error: lower bound at minima',
    ]);
    expect(rows.find(([panel]) => panel?.startsWith('Hessian'))?.slice(2)).toEqual([
      '-0.25',
      '29.75',
      '27.75',
      '31.75',
    ]);
  });

  test('draws nothing where nothing was measured', () => {
    const none = points.map(({ t }) => ({ t, values: {} }));
    expect(() => lineChart({ ...data, points: none })).toThrow(LabError);
  });
});
