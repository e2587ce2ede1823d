import { defineOptimizer, fromUpdate, scheduled, z } from '@sharpness-lab/core';

/**
 * Signum, sign descent with momentum: the size of the gradient does not count, and every parameter moves by the
 * learning rate,
 *
 *     v <- momentum v + (1 - momentum) grad L_B(theta)
 *     theta <- theta - learningRate sign(v),    sign(0) = 0
 *
 * State: v. A step takes one gradient, so SAM can wrap it: `{ name: sam, base: my-plugin }`. Source: Bernstein, Wang,
 * Azizzadenesheli, Anandkumar, "signSGD: Compressed Optimisation for Non-Convex Problems", 2018, arXiv:1802.04434,
 * algorithm 2.
 */
export default defineOptimizer({
  name: 'my-plugin',
  summary: 'sign descent with momentum (Signum)',
  options: z.object({
    learningRate: scheduled(z.number().positive())
      .default(0.0001)
      .describe('how far every parameter moves, or a schedule'),
    momentum: z.number().min(0).lt(1).default(0.9).describe('how much of the mean gradient is kept'),
  }),
  create({ learningRate, momentum }, plugins) {
    const rate = plugins.schedule(learningRate);
    return fromUpdate((problem) => {
      // Vectors that are kept between steps are requested by name, so that checkpoints contain them. A scratch vector
      // needs no name.
      const mean = problem.state('mean gradient');
      const sign = problem.vector();
      return (gradient) => {
        problem.scale(momentum, mean);
        problem.axpy(1 - momentum, gradient, mean);
        problem.abs(mean, sign);
        problem.divide(mean, sign, sign);
        problem.axpy(-rate(problem.progress), sign, problem.parameters);
      };
    });
  },
});
