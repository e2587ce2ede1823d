import { describe, expect, test } from 'vitest';
import type { Measurement } from '../contracts/measurement.ts';
import type { DeclaredMetric } from '../contracts/metric.ts';
import { smallProbe } from '../testing/stand-ins/small-probe.ts';
import { measureAll } from './measure-all.ts';

const probe = smallProbe();

function metric(measured: Measurement, names = Object.keys(measured)): DeclaredMetric {
  return {
    metric: { measure: () => measured },
    quantities: names.map((name) => ({ name, title: name, scale: 'linear' })),
  };
}

describe('measureAll', () => {
  test('puts the measurements of all metrics together', () => {
    const metrics = [metric({ loss: 1, accuracy: 0.5 }), metric({ norm: 3 })];
    expect(measureAll(metrics, probe)).toEqual({ values: { loss: 1, accuracy: 0.5, norm: 3 } });
  });

  test('keeps how well an estimate is known beside its value', () => {
    const metrics = [
      metric({ trace: { value: 8, standardError: 0.25 }, loss: 1 }),
      metric({ eigenvalue: { value: 2, converged: false, products: 50 } }),
    ];
    expect(measureAll(metrics, probe)).toEqual({
      values: { trace: 8, loss: 1, eigenvalue: 2 },
      uncertainty: { trace: { standardError: 0.25 }, eigenvalue: { converged: false, products: 50 } },
    });
  });

  test('keeps vectors and matrices in double precision, by row', () => {
    const columns = ['eigenvalue', 'weight'];
    const metrics = [
      metric({
        norms: [3, 0.1],
        spectrum: { shape: [2, 2], values: Float64Array.of(1, 0.25, 7, 0.75), columns },
      }),
    ];
    expect(measureAll(metrics, probe)).toEqual({
      values: {},
      arrays: {
        norms: { shape: [2], values: Float64Array.of(3, 0.1) },
        spectrum: { shape: [2, 2], values: Float64Array.of(1, 0.25, 7, 0.75), columns },
      },
    });
  });

  test('tells what is not finite apart, and marks it in arrays', () => {
    const metrics = [
      metric({ ratio: Number.NaN, bound: Number.POSITIVE_INFINITY, loss: 1 }),
      metric({ trace: { value: Number.NaN, standardError: 1 }, other: { value: 2, standardError: Number.NaN } }),
      metric({ plane: { shape: [1, 2], values: [Number.NEGATIVE_INFINITY, 4] } }),
    ];
    expect(measureAll(metrics, probe)).toEqual({
      values: { loss: 1, other: 2 },
      nonFinite: { ratio: 'NaN', bound: 'Infinity', trace: 'NaN' },
      arrays: { plane: { shape: [1, 2], values: Float64Array.of(Number.NaN, 4) } },
    });
  });

  test.each<[string, DeclaredMetric, string]>([
    [
      'is not declared',
      metric({ los: 1 }, ['loss']),
      'measured "los", which is not among the quantities that it declares (did you mean "loss"?)',
    ],
    ['is no object', metric(3 as unknown as Measurement, []), 'expected an object of names and numbers, got 3'],
    [
      'is an estimate with a word too many',
      metric({ loss: { value: 1, error: 2 } as never }),
      '"loss": expected a number',
    ],
    [
      'is a matrix of another size',
      metric({ plane: { shape: [2, 2], values: [1, 2, 3] } }),
      '"plane": expected a number',
    ],
    [
      'names other columns than it has',
      metric({ plane: { shape: [1, 2], values: [1, 2], columns: ['a'] } }),
      '"plane": expected a number',
    ],
  ])('refuses what %s', (_what, declared, message) => {
    expect(() => measureAll([declared], probe)).toThrow(message);
  });
});
