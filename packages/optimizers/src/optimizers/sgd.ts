import { defineOptimizer, fromUpdate, scheduled, z } from '@sharpness-lab/core';

/**
 * Stochastic gradient descent with momentum and L2 weight decay:
 *
 *     g <- grad L_B(theta) + weightDecay theta
 *     v <- momentum v + g
 *     theta <- theta - learningRate v
 *
 * State: velocity v (only with momentum). With batchSize n it is gradient descent.
 *
 * Source: Polyak, "Some methods of speeding up the convergence of iteration methods", 1964; the form without dampening
 * is that of Sutskever et al., "On the importance of initialization and momentum in deep learning", 2013, and of
 * `torch.optim.SGD`.
 */
export default defineOptimizer({
  name: 'sgd',
  summary: 'stochastic gradient descent with momentum and weight decay',
  options: z.object({
    learningRate: scheduled(z.number().positive()).default(0.01).describe('step size, or a schedule'),
    momentum: z.number().min(0).lt(1).default(0).describe('how much of the velocity is kept'),
    weightDecay: z.number().min(0).default(0).describe('L2 penalty (weightDecay / 2) ||theta||^2 added to the loss'),
  }),
  create({ learningRate, momentum, weightDecay }, plugins) {
    const rate = plugins.schedule(learningRate);
    return fromUpdate((problem) => {
      const { parameters } = problem;
      const velocity = momentum > 0 ? problem.state('velocity') : undefined;
      return (gradient) => {
        if (weightDecay > 0) problem.axpy(weightDecay, parameters, gradient);
        if (velocity === undefined) {
          problem.axpy(-rate(problem.progress), gradient, parameters);
        } else {
          problem.scale(momentum, velocity);
          problem.axpy(1, gradient, velocity);
          problem.axpy(-rate(problem.progress), velocity, parameters);
        }
      };
    });
  },
});
