import { defineOptimizer, fromUpdate, scheduled, z } from '@sharpness-lab/core';

/**
 * Signum, sign descent with momentum: every parameter moves by the learning rate, whatever the size of its gradient,
 *
 *     v <- momentum v + (1 - momentum) grad L_B(theta)
 *     theta <- theta - learningRate sign(v),    sign(0) = 0
 *
 * State: v. Made of one gradient a step, so SAM can wrap it: `{ name: sam, base: my-plugin }`.
 *
 * Source: Bernstein, Wang, Azizzadenesheli, Anandkumar, "signSGD: Compressed Optimisation for Non-Convex Problems",
 * 2018, arXiv:1802.04434, algorithm 2.
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
      // What outlives a step is asked for by name, so that checkpoints hold it; a scratch vector needs none.
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
