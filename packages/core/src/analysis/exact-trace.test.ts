import { describe, expect, test } from 'vitest';
import { smallProbe } from '../testing/stand-ins/small-probe.ts';
import { exactTrace } from './exact-trace.ts';

describe('exactTrace', () => {
  test.each(['complete', 'interpolating'] as const)(
    'is the sum of the Hessian’s diagonal, of a %s network',
    (variant) => {
      const probe = smallProbe(variant);
      let trace = 0;
      for (const [name, values] of Object.entries(probe.parameters)) {
        for (let k = 0; k < values.length; k++) {
          const unit = Object.fromEntries(
            Object.entries(probe.parameters).map(([each, { length }]) => [each, new Float32Array(length)]),
          );
          (unit[name] as Float32Array)[k] = 1;
          trace += probe.hessianVectorProduct?.(unit)[name]?.[k] ?? Number.NaN;
        }
      }
      expect(exactTrace(probe)).toBeCloseTo(trace, 4);
    },
  );

  test('weighs the derivatives of the outputs by those of the loss', () => {
    const derivatives = {
      outputs: Float64Array.of(1, 2),
      squaredGradientNorms: Float64Array.of(3, 5),
      laplacians: Float64Array.of(7, 11),
    };
    const { data } = smallProbe();
    const train = { ...data.train, size: 2, targets: Float32Array.of(10, 100) };
    const loss = {
      value: () => 0,
      firstDerivative: (f: number, y: number) => f * y,
      secondDerivative: (f: number, y: number) => f + y,
    };
    // (1/2) [ (1 + 10) 3 + 10 7 + (2 + 100) 5 + 200 11 ]
    expect(exactTrace({ derivatives: () => derivatives, loss, data: { ...data, train } })).toBe(2813 / 2);
  });

  test('is not to be had without closed forms', () => {
    expect(exactTrace(smallProbe('no-closed-forms'))).toBeUndefined();
  });
});
