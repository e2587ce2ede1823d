import { createPlugin, ToyProblem, testOptimizer } from '@sharpness-lab/core/testing';
import { oneSam, sgd } from '@sharpness-lab/optimizers';
import { expect, test } from 'vitest';
import asam from './index.ts';

const plugins = [sgd, oneSam];
const base = { name: 'sgd', learningRate: 0.1 };

/** grad (w1 w2 - 1)^2. */
function gradientAt(w1: number, w2: number): [number, number] {
  const slope = 2 * (w1 * w2 - 1);
  return [slope * w2, slope * w1];
}

/** The result of a step from (w1, w2) on the toy problem's first sample, whose target is 1. */
function stepByHand(w1: number, w2: number, rho: number, eta: number): [number, number] {
  const [g1, g2] = gradientAt(w1, w2);
  const [t1, t2] = [Math.abs(w1) + eta, Math.abs(w2) + eta];
  const norm = Math.hypot(t1 * g1, t2 * g2);
  const [p1, p2] = gradientAt(w1 + (rho * t1 ** 2 * g1) / norm, w2 + (rho * t2 ** 2 * g2) / norm);
  return [w1 - 0.1 * p1, w2 - 0.1 * p2];
}

testOptimizer(
  asam,
  [
    { options: { rho: 0.1, base }, firstStep: stepByHand(1.5, 1.2, 0.1, 0.01) },
    { options: { rho: 0.2, eta: 0.5, base }, firstStep: stepByHand(1.5, 1.2, 0.2, 0.5) },
    { options: { rho: 0, base }, batchSize: 3, firstStep: stepByHand(1.5, 1.2, 0, 0) },
    { options: { rho: 0.1, base: { ...base, momentum: 0.5 } }, batchSize: 4 },
  ],
  { plugins },
);

/** The gradient of a step without eta. */
function perturbedSlopes(start: [number, number]): [number, number] {
  const learningRate = 2 ** -20;
  const problem = new ToyProblem(start);
  const options = { rho: 0.1, eta: 0, base: { name: 'sgd', learningRate } };
  createPlugin(asam, options, plugins).start(problem)({ start: 0, size: 1 });
  return problem.weights.map((w, i) => ((start[i] as number) - w) / learningRate) as [number, number];
}

// Section 3 of the paper: perturbations under T scale with the parameters, so that w1 -> a w1, w2 -> w2 / a perturbs
// to the same function; and a gradient by w1 of the same function is 1 / a of what it was.
test('without eta, scaling one layer up and the other down changes nothing but the scale', () => {
  const [g1, g2] = perturbedSlopes([1.5, 1.2]);
  for (const a of [2, 0.125, -8]) {
    const [scaled1, scaled2] = perturbedSlopes([1.5 * a, 1.2 / a]);
    expect(scaled1 * a).toBeCloseTo(g1, 7);
    expect(scaled2 / a).toBeCloseTo(g2, 7);
  }
});

test('a base optimizer that takes several gradients a step is refused', () => {
  expect(() => createPlugin(asam, { base: '1-sam' }, plugins)).toThrow('"1-sam" cannot be the base of asam');
});
