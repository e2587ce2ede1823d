import { defineDataset, LabError, z } from '@sharpness-lab/core';
import { drawSamples, independentSets, testSizeOption, trainSizeOption } from './samples.ts';
import { fillSphere } from './sphere.ts';

const coefficients = z.array(z.number());

/**
 * (x[1], x[2]) = (cos phi, sin phi) uniform on the unit circle, the other coordinates independent of it and uniform on
 * the sphere of radius sqrt(R^2 - 1), so that ||x|| = R. The target is a trigonometric polynomial,
 *
 *     y = sum_(k >= 0) a_k cos(k phi) + sum_(k >= 1) b_k sin(k phi),
 *
 * by default x[1] x[2] = sin(2 phi) / 2. On the circle, measured by arc length, it is Lipschitz with constant at most
 * sum_k k (|a_k| + |b_k|), by chords with at most pi / 2 times that. Training and test samples are independent draws.
 *
 * @throws LabError of kind `config` for R < 1, and for R != 1 in two dimensions.
 *
 * Source: Wen, Li, Ma, "Sharpness Minimization Algorithms Do Not Only Minimize Sharpness To Achieve Better
 * Generalization", 2023, arXiv:2307.11007, proposition A.2.
 */
export default defineDataset({
  name: 'unit-circle',
  summary: '(x[1], x[2]) uniform on the unit circle, ||x|| fixed, y a trigonometric polynomial (Proposition A.2)',
  options: z.object({
    dimension: z.int().min(2).default(30).describe('input dimension d'),
    radius: z
      .number()
      .min(1)
      .optional()
      .describe('R = ||x||; without it sqrt(dimension), and 1 in two dimensions, which allow no other'),
    cosines: coefficients.optional().describe('a_0, a_1, ... of the target'),
    sines: coefficients.optional().describe('b_1, b_2, ... of the target; without cosines and sines, sin(2 phi) / 2'),
    trainSize: trainSizeOption,
    testSize: testSizeOption,
  }),
  create({ dimension, radius = dimension === 2 ? 1 : Math.sqrt(dimension), cosines, sines, trainSize, testSize }) {
    if (dimension === 2 && radius !== 1) {
      throw new LabError('config', `dataset.radius: expected 1 in two dimensions, got ${radius}; leave it out`);
    }
    const target =
      cosines === undefined && sines === undefined
        ? trigonometricPolynomial([], [0, 0.5])
        : trigonometricPolynomial(cosines ?? [], sines ?? []);
    const restRadius = Math.sqrt(radius * radius - 1);
    return {
      dimension,
      ...independentSets({ trainSize, testSize }, (size, stream) => {
        const onCircle = (x: Float32Array) => {
          fillSphere(x.subarray(0, 2), 1, stream);
          if (dimension > 2) fillSphere(x.subarray(2), restRadius, stream);
        };
        return drawSamples(size, dimension, onCircle, target);
      }),
    };
  },
});

/**
 * sum a_k cos(k phi) + sum b_k sin(k phi) of x = (cos phi, sin phi, ...): cos(k phi) = T_k(x[1]) and sin(k phi) =
 * x[2] U_(k-1)(x[1]) with Chebyshev's polynomials, both by p_(k+1) = 2 x[1] p_k - p_(k-1).
 */
function trigonometricPolynomial(cosines: readonly number[], sines: readonly number[]): (x: Float32Array) => number {
  const degree = Math.max(cosines.length - 1, sines.length);
  return (x) => {
    const [first, second] = [x[0] as number, x[1] as number];
    let sum = cosines[0] ?? 0;
    let [cosine, previousCosine] = [first, 1];
    let [sine, previousSine] = [second, 0];
    for (let k = 1; k <= degree; k++) {
      sum += (cosines[k] ?? 0) * cosine + (sines[k - 1] ?? 0) * sine;
      [cosine, previousCosine] = [2 * first * cosine - previousCosine, cosine];
      [sine, previousSine] = [2 * first * sine - previousSine, sine];
    }
    return sum;
  };
}
