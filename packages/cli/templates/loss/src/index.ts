import { defineLoss, z } from '@sharpness-lab/core';

/**
 * Pseudo-Huber loss: squared error where the residual r = f - y is small, absolute error where it is large,
 *
 *     l = 2 delta^2 (s - 1),    dl/df = 2 r / s,    d^2 l/df^2 = 2 / s^3,    s = sqrt(1 + (r / delta)^2),
 *
 * so l is close to r^2 for |r| far below delta, and to 2 delta |r| far above.
 *
 * Source: Charbonnier, Blanc-Feraud, Aubert, Barlaud, "Deterministic edge-preserving regularization in computed
 * imaging", 1997.
 */
export default defineLoss({
  name: 'my-plugin',
  summary: 'pseudo-Huber: squared for small residuals, absolute for large ones',
  options: z.object({
    delta: z.number().positive().default(1).describe('the residual where one turns into the other'),
  }),
  create({ delta }) {
    const root = (residual: number) => Math.sqrt(1 + (residual / delta) ** 2);
    return {
      // 2 delta^2 (s - 1), written so that nothing cancels where the residual is small.
      value: (output, target) => (2 * (output - target) ** 2) / (1 + root(output - target)),
      firstDerivative: (output, target) => (2 * (output - target)) / root(output - target),
      secondDerivative: (output, target) => 2 / root(output - target) ** 3,
    };
  },
});
