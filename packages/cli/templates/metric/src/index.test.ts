import type { ParameterValues } from '@sharpness-lab/core';
import { createPlugin, smallProbe, testMetric } from '@sharpness-lab/core/testing';
import { expect, test } from 'vitest';
import metric from './index.ts';

testMetric(metric, [{}, { options: { iterations: 3, tolerance: 0 } }]);

/** A network whose Hessian is diagonal: all entries are 1 except one. */
function diagonal(entry: number) {
  const hessianVectorProduct = (vector: ParameterValues) =>
    Object.fromEntries(
      Object.entries(vector).map(([name, values]) => [
        name,
        name === 'W1' ? values.map((value, i) => (i === 2 ? entry * value : value)) : values,
      ]),
    );
  return { ...smallProbe(), hessianVectorProduct };
}

test.each([7, -3, 1])('finds the eigenvalue of largest size: %d', (entry) => {
  const measured = createPlugin(metric, { tolerance: 1e-7 }).measure(diagonal(entry));
  const estimate = { value: expect.closeTo(entry, 4), converged: true, products: expect.any(Number) };
  expect(measured).toEqual({ 'my-plugin': estimate });
});

test('says that it has not converged', () => {
  const measured = createPlugin(metric, { iterations: 2, tolerance: 0 }).measure(diagonal(7));
  expect(measured).toMatchObject({ 'my-plugin': { converged: false, products: 2 } });
});
