import { type Batch, type Optimizer, type Plugins, type ResolvedReference, scheduled, z } from '@sharpness-lab/core';
import { baseOption, createBase } from './base-optimizer.ts';

/** The options that SAM and 1-SAM share. */
export const samOptions = {
  rho: scheduled(z.number().min(0)).default(0.05).describe('perturbation radius, or a schedule'),
  base: baseOption('the optimizer that moves by the perturbed gradient'),
};

interface SamSettings {
  readonly rho: number | ResolvedReference<'schedule'>;
  readonly base: ResolvedReference<'optimizer'>;
  /** Samples a slice; absent for one slice a batch. */
  readonly m?: number | undefined;
}

/**
 * The SAM step over slices B_1, ..., B_k of a batch B:
 *
 *     g_j = grad L_{B_j}(theta),    g = sum_j (|B_j| / |B|) grad L_{B_j}(theta + rho g_j / ||g_j||),
 *
 * after which the base optimizer moves theta by g. A slice whose gradient is zero is not perturbed, and rho = 0 takes
 * the base optimizer's own step.
 */
export function samStep({ rho, base, m }: SamSettings, plugins: Plugins): Optimizer {
  const radius = plugins.schedule(rho);
  const inner = createBase(base, 'SAM', plugins);
  return {
    refuses: (setting) => inner.refuses?.(setting),
    start(problem) {
      const { parameters } = problem;
      const move = inner.update(problem);
      const gradient = problem.vector();
      const perturbed = problem.vector();

      /** gradient <- the gradient over a slice at the perturbed point of this slice. */
      const sharpnessAwareGradient = (slice: Batch, rhoNow: number) => {
        problem.gradient(slice, parameters, gradient);
        const norm = rhoNow > 0 ? problem.norm(gradient) : 0;
        if (norm === 0) return;
        problem.copy(parameters, perturbed);
        problem.axpy(rhoNow / norm, gradient, perturbed);
        problem.gradient(slice, perturbed, gradient);
      };

      if (m === undefined) {
        return (batch) => {
          sharpnessAwareGradient(batch, radius(problem.progress));
          move(gradient);
        };
      }

      const sum = problem.vector();
      const slice: Batch = { start: 0, size: 0 };
      return (batch) => {
        const rhoNow = radius(problem.progress);
        if (rhoNow === 0) {
          problem.gradient(batch, parameters, gradient);
          move(gradient);
          return;
        }
        problem.fill(sum, 0);
        const end = batch.start + batch.size;
        for (slice.start = batch.start; slice.start < end; slice.start += m) {
          slice.size = Math.min(m, end - slice.start);
          sharpnessAwareGradient(slice, rhoNow);
          problem.axpy(slice.size / batch.size, gradient, sum);
        }
        move(sum);
      };
    },
  };
}
