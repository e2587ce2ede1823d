import { createPlugin, ToyProblem, testOptimizer } from '@sharpness-lab/core/testing';
import { expect, test } from 'vitest';
import optimizer from './index.ts';

// The toy problem starts at (1.5, 1.2) with the gradient (1.92, 2.4); only its signs count in the first step.
testOptimizer(optimizer, [
  { options: { learningRate: 0.01 }, firstStep: [1.49, 1.19] },
  { options: { learningRate: 0.01, momentum: 0 }, batchSize: 3, firstStep: [1.49, 1.19] },
]);

test('follows its recurrence, computed by hand', () => {
  const [learningRate, momentum] = [0.05, 0.9];
  const problem = new ToyProblem();
  const step = createPlugin(optimizer, { learningRate, momentum }).start(problem);
  let [w1, w2, v1, v2] = [1.5, 1.2, 0, 0];
  for (let k = 0; k < 30; k++) {
    step({ start: 0, size: 1 });
    const slope = 2 * (w1 * w2 - 1);
    v1 = momentum * v1 + (1 - momentum) * slope * w2;
    v2 = momentum * v2 + (1 - momentum) * slope * w1;
    w1 -= learningRate * Math.sign(v1);
    w2 -= learningRate * Math.sign(v2);
  }
  expect(problem.weights[0]).toBeCloseTo(w1, 12);
  expect(problem.weights[1]).toBeCloseTo(w2, 12);
});
