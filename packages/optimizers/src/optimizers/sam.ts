import { defineOptimizer, z } from '@sharpness-lab/core';
import { samOptions, samStep } from './sam-step.ts';

/**
 * Sharpness-aware minimization: the gradient is taken where the loss is (to first order) highest within distance rho,
 *
 *     theta <- base step with grad L_B(theta + rho g / ||g||),    g = grad L_B(theta).
 *
 * With m, a batch is cut into slices of m samples, each perturbed by its own gradient, and the slices' gradients are
 * averaged (m-sharpness). rho = 0 is the base optimizer exactly; a zero gradient perturbs nothing.
 *
 * Source: Foret, Kleiner, Mobahi, Neyshabur, "Sharpness-Aware Minimization for Efficiently Improving Generalization",
 * 2020, arXiv:2010.01412, algorithm 1 and section 4.1; Andriushchenko, Flammarion, "Towards Understanding
 * Sharpness-Aware Minimization", 2022, arXiv:2206.06232, for m-SAM.
 */
export default defineOptimizer({
  name: 'sam',
  summary: 'sharpness-aware minimization, wrapping a base optimizer',
  options: z.object({
    ...samOptions,
    m: z.int().min(1).optional().describe('samples a slice; without it the whole batch is one slice'),
  }),
  create(options, plugins) {
    const optimizer = samStep(options, plugins);
    return {
      ...optimizer,
      refuses: (setting) =>
        options.m !== undefined && options.m > setting.batchSize
          ? `requires m at most batchSize ${setting.batchSize}, got ${options.m}`
          : optimizer.refuses?.(setting),
    };
  },
});
