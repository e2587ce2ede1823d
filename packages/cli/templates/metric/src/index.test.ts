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
  expect(measured).toEqual({ 'my-plugin': expect.closeTo(entry, 4) });
});
