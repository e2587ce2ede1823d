import { describe, expect, test } from 'vitest';
import type { Quantities } from '../contracts/metric.ts';
import { defineMetric } from '../contracts/plugin.ts';
import { LabError } from '../errors.ts';
import { smallLab } from '../testing/stand-ins/small-lab.ts';
import { z } from '../vendor/zod.ts';

function metricOf(name: string, quantities: Quantities<{ order: number }>) {
  return defineMetric({
    name,
    summary: 'a metric',
    options: z.object({ order: z.number().default(2) }),
    quantities,
    create: () => ({ measure: () => ({}) }),
  });
}

const loss = { name: 'loss', title: 'training loss L', scale: 'log', unit: 'nat', range: { min: 0 } } as const;
const first = metricOf('first', [loss]);
const second = metricOf('second', [{ ...loss, title: 'another' }]);
const byLayer = metricOf('by-layer', ({ order }, { specs }) =>
  [...new Set(Object.values(specs).map(({ layer }) => layer))].map((layer) => ({
    name: `layer-${layer}`,
    title: `moment ${order} of layer ${layer}`,
    scale: 'linear',
  })),
);
const failing = metricOf('failing', () => {
  throw new Error('out of order');
});
const untitled = metricOf('untitled', () => [{ name: 'x', title: ' ', scale: 'log' }]);
const unbound = metricOf('unbound', [
  { ...loss, lowerBoundOf: ['trace'], boundFor: { where: 'at minima', having: 'ratio' } },
]);

const lab = smallLab([first, second, byLayer, failing, untitled, unbound]);
const quantities = (...metrics: Parameters<typeof lab.experiment>[0]['metrics'] & object) =>
  lab.plan(lab.resolve({ metrics })).experiment.metrics.map((metric) => metric.quantities);

describe('an experiment knows the quantities of its metrics', () => {
  test('from a list', () => {
    expect(quantities('first')).toEqual([[loss]]);
  });

  test('from options and the parameters of its model', () => {
    expect(quantities('first', { name: 'by-layer', order: 4 })[1]).toEqual([
      { name: 'layer-1', title: 'moment 4 of layer 1', scale: 'linear' },
      { name: 'layer-2', title: 'moment 4 of layer 2', scale: 'linear' },
    ]);
  });

  test('outside of its identity', () => {
    const renamed = smallLab([metricOf('first', [{ ...loss, title: 'loss' }])]);
    const runId = (of: typeof lab) => of.plan(of.resolve({ metrics: ['first'] })).identity.runId;
    expect(runId(renamed)).toBe(runId(lab));
  });

  test('and refuses two metrics that measure the same', () => {
    expect(() => quantities('first', 'second')).toThrow(
      new LabError(
        'config',
        'metrics.1: "second" measures "loss", as metric "first" does: take one of them out of the list',
      ),
    );
  });

  test.each([
    ['failing', 'metric "failing" of testing failed: out of order'],
    ['untitled', 'metric "untitled" of testing: quantities.0.title: expected what axes and tables call it, got " "'],
    [
      'unbound',
      'metric "unbound" of testing: quantities: "loss": boundFor.having: expected the name of another of its quantities, got "ratio"',
    ],
  ])('and names a metric whose quantities are not to be had: %s', (name, message) => {
    expect(() => quantities(name)).toThrow(new LabError('plugin', message));
  });
});
