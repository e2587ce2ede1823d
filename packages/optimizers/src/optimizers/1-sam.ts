import { defineOptimizer, z } from '@sharpness-lab/core';
import { samOptions, samStep } from './sam-step.ts';

/**
 * 1-SAM, sharpness-aware minimization on one sample at a time:
 *
 *     theta <- theta - learningRate grad L_i(theta + rho g / ||g||),    g = grad L_i(theta),
 *
 * which is `sam` and insists on batchSize 1. A zero gradient perturbs nothing; the paper, whose theory takes an
 * arbitrary unit vector there, leaves the practice open.
 *
 * Source: Wen, Li, Ma, "Sharpness Minimization Algorithms Do Not Only Minimize Sharpness To Achieve Better
 * Generalization", 2023, arXiv:2307.11007, section 2.
 */
export default defineOptimizer({
  name: '1-sam',
  summary: 'SAM with batch size 1',
  options: z.object(samOptions),
  create(options, plugins) {
    const optimizer = samStep(options, plugins);
    return {
      ...optimizer,
      refuses: (setting) =>
        setting.batchSize === 1 ? optimizer.refuses?.(setting) : `requires batchSize 1, got ${setting.batchSize}`,
    };
  },
});
