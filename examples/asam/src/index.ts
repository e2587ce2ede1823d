import { defineOptimizer, LabError, reference, scheduled, z } from '@sharpness-lab/core';

/**
 * Adaptive SAM: sharpness-aware minimization in a neighbourhood that scales with the parameters, so that the sharpness
 * it minimizes does not change when one layer is scaled up and the next one down,
 *
 *     theta <- base step with grad L_B(theta + rho T^2 g / ||T g||),    g = grad L_B(theta),    T = diag(|theta| + eta).
 *
 * A zero gradient perturbs nothing; rho = 0 is the base optimizer exactly. State: none but the base optimizer's.
 *
 * Source: Kwon, Kim, Park, Choi, "ASAM: Adaptive Sharpness-Aware Minimization for Scale-Invariant Learning of Deep
 * Neural Networks", 2021, arXiv:2102.11600, algorithm 1 with element-wise normalization, and eta of its section 5.
 */
export default defineOptimizer({
  name: 'asam',
  summary: 'adaptive sharpness-aware minimization, wrapping a base optimizer',
  options: z.object({
    rho: scheduled(z.number().min(0))
      .default(0.5)
      .describe('perturbation radius, relative to the parameters, or a schedule'),
    eta: z
      .number()
      .min(0)
      .default(0.01)
      .describe('what is added to |theta|, so that small parameters are perturbed too'),
    base: reference('optimizer').prefault('sgd').describe('the optimizer that moves by the perturbed gradient'),
  }),
  create({ rho, eta, base }, plugins) {
    const radius = plugins.schedule(rho);
    const inner = plugins.create(base);
    const { update } = inner;
    if (update === undefined) {
      throw new LabError(
        'config',
        `optimizer "${base.name}" cannot be the base of asam: it takes several gradients a step`,
      );
    }
    return {
      refuses: (setting) => inner.refuses?.(setting),
      start(problem) {
        const { parameters } = problem;
        const move = update(problem);
        const gradient = problem.vector();
        const perturbed = problem.vector();
        const scale = problem.vector();
        const etas = problem.vector();
        problem.fill(etas, eta);
        return (batch) => {
          problem.gradient(batch, parameters, gradient);
          problem.abs(parameters, scale);
          problem.axpy(1, etas, scale);
          // T g in the gradient's place, and T^2 g in that of T.
          problem.multiply(scale, gradient, gradient);
          problem.multiply(scale, gradient, scale);
          const norm = problem.norm(gradient);
          problem.copy(parameters, perturbed);
          if (norm > 0) problem.axpy(radius(problem.progress) / norm, scale, perturbed);
          problem.gradient(batch, perturbed, gradient);
          move(gradient);
        };
      },
    };
  },
});
