import { createPlugin, testLoss } from '@sharpness-lab/core/testing';
import { expect, test } from 'vitest';
import loss from './index.ts';

const minimizer = (target: number) => target;
testLoss(loss, [{ minimizer }, { options: { delta: 0.3 }, targets: [-2, 0, 0.7], minimizer }]);

test('is 2 r^2 / (1 + s) with s = sqrt(1 + (r / delta)^2): s = 5/4 for a residual of 3 and delta = 4', () => {
  const { value, firstDerivative, secondDerivative } = createPlugin(loss, { delta: 4 });
  expect(value(2, -1)).toBeCloseTo(8, 12);
  expect(firstDerivative(2, -1)).toBeCloseTo(4.8, 12);
  expect(secondDerivative(2, -1)).toBeCloseTo(2 / 1.25 ** 3, 12);
});

test('is the squared error of small residuals, and linear far out', () => {
  const { value, firstDerivative } = createPlugin(loss, { delta: 0.5 });
  expect(value(1 + 1e-6, 1) / 1e-12).toBeCloseTo(1, 6);
  expect(value(1e6, 0) / 1e6).toBeCloseTo(1, 5);
  expect(firstDerivative(-1e6, 0)).toBeCloseTo(-1, 9);
});
