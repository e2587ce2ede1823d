import { defineOptimizer, z } from '@sharpness-lab/core';

/**
 * SAM on top of plain SGD, written in the way of a user's own optimizer:
 *
 *     theta <- theta - learningRate grad L_B(theta + rho g / ||g||),    g = grad L_B(theta).
 *
 * No engine has a fused kernel for it, so it shows the cost of a step without one. Source: Foret, Kleiner, Mobahi,
 * Neyshabur, "Sharpness-Aware Minimization for Efficiently Improving Generalization", 2020, arXiv:2010.01412, algorithm
 * 1.
 */
export default defineOptimizer({
  name: 'plain-sam',
  summary: 'SAM as two gradients and vector arithmetic, which no engine has a kernel for',
  options: z.object({
    learningRate: z.number().positive().default(0.01).describe('step size'),
    rho: z.number().min(0).default(0.05).describe('perturbation radius'),
  }),
  create: ({ learningRate, rho }) => ({
    start(problem) {
      const gradient = problem.vector();
      const perturbed = problem.vector();
      return (batch) => {
        problem.gradient(batch, problem.parameters, gradient);
        const norm = problem.norm(gradient);
        problem.copy(problem.parameters, perturbed);
        if (norm > 0) problem.axpy(rho / norm, gradient, perturbed);
        problem.gradient(batch, perturbed, gradient);
        problem.axpy(-learningRate, gradient, problem.parameters);
      };
    },
  }),
});
