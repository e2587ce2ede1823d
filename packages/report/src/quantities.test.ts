import { describe, expect, test } from 'vitest';
import { quantities } from './fixtures/quantities.ts';
import { axisOf, declaredBy, overviewOf, quantityOf } from './quantities.ts';

const speed = { name: 'speed', title: 'speed v', unit: 'm/s', scale: 'log', range: { min: 0 } } as const;

test('a quantity is what it was declared to be, and by its name where nobody did', () => {
  expect(quantityOf('speed', [...quantities, speed])).toBe(speed);
  expect(quantityOf('top-eigenvalue', quantities)).toEqual({
    name: 'top-eigenvalue',
    title: 'top eigenvalue',
    scale: 'linear',
  });
});

test('the title of an axis has the unit', () => {
  expect(axisOf(speed)).toEqual({ title: 'speed v (m/s)', scale: 'log', range: { min: 0 } });
  expect(axisOf(quantityOf('train-loss', quantities))).toEqual({ title: 'training loss L', scale: 'log' });
});

test('of several runs that declare a quantity the first counts, in its place', () => {
  const other = { ...speed, title: 'velocity' };
  const loss = quantityOf('train-loss', quantities);
  expect(declaredBy([{ quantities: [speed] }, { quantities: [loss, other] }])).toEqual([speed, loss]);
});

describe('an overview', () => {
  test('shows what was measured, in the order in which it is declared, and what nobody declared behind', () => {
    const measured = ['noise', 'hessian-trace', 'gauss-newton-trace', 'test-loss', 'speed'];
    expect(overviewOf(measured, [speed, ...quantities])).toEqual(['speed', 'test-loss', 'hessian-trace', 'noise']);
  });

  test('shows details where there is nothing else', () => {
    expect(overviewOf(['sharpness-bound', 'gauss-newton-trace'], quantities)).toEqual([
      'gauss-newton-trace',
      'sharpness-bound',
    ]);
  });
});
