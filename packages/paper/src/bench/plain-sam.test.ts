import { testOptimizer } from '@sharpness-lab/core/testing';
import plainSam from './plain-sam.ts';

/** The parameters after one step on (w1 w2 - 1)^2 from (1.5, 1.2). */
function firstStep(learningRate: number, rho: number): [number, number] {
  const slope = (w1: number, w2: number) => 2 * (w1 * w2 - 1);
  const g = [slope(1.5, 1.2) * 1.2, slope(1.5, 1.2) * 1.5] as const;
  const norm = Math.hypot(...g);
  const [p1, p2] = [1.5 + (rho * g[0]) / norm, 1.2 + (rho * g[1]) / norm];
  return [1.5 - learningRate * slope(p1, p2) * p2, 1.2 - learningRate * slope(p1, p2) * p1];
}

testOptimizer(plainSam, [
  { options: { learningRate: 0.1, rho: 0.2 }, firstStep: firstStep(0.1, 0.2) },
  { options: { learningRate: 0.1, rho: 0 }, firstStep: firstStep(0.1, 0) },
]);
