import { defineLoss, z } from '@sharpness-lab/core';

/**
 * Squared error l(f, y) = (f - y)^2, without a factor 1/2; dl/df = 2 (f - y), d^2 l/df^2 = 2.
 *
 * Source: Wen, Li, Ma, "Sharpness Minimization Algorithms Do Not Only Minimize Sharpness To Achieve Better
 * Generalization", 2023, arXiv:2307.11007, section 2.
 */
export default defineLoss({
  name: 'mse',
  summary: 'squared error (f - y)^2, without the factor 1/2',
  options: z.object({}),
  create: () => ({
    value: (output, target) => (output - target) * (output - target),
    firstDerivative: (output, target) => 2 * (output - target),
    secondDerivative: () => 2,
  }),
});
