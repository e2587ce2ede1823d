import { defineMetric, z } from '@sharpness-lab/core';

/**
 * Trace of the Gauss-Newton part of the Hessian of the training loss, `gauss-newton-trace`:
 *
 *     (1/n) sum_i l''(f_i) ||grad f(x_i)||^2
 *
 * It is what remains of the Hessian's trace when all residuals vanish (Wen, Li, Ma, 2023, arXiv:2307.11007, lemma 4.1,
 * for the squared error) and, for a convex loss, it is never negative, while the rest, (1/n) sum_i l'(f_i) Lap f(x_i), changes its sign with
 * the residuals. Close to interpolation the difference between the two traces says how much the residuals still
 * matter: much for normalized networks with small activations, not at all for plain ReLU networks, whose Laplacian is 0.
 * Left out for models that do not offer the derivatives of their output.
 */
export default defineMetric({
  name: 'gauss-newton-trace',
  summary: 'trace of the Gauss-Newton part of the Hessian, what is left of it without residuals',
  options: z.object({}),
  quantities: [
    {
      name: 'gauss-newton-trace',
      title: 'Gauss-Newton trace Tr G',
      curve: 'training',
      scale: 'log',
      overview: false,
    },
  ],
  create: () => ({
    measure({ loss, data: { train }, derivatives }) {
      const known = derivatives();
      if (known === undefined) return {};
      let sum = 0;
      for (let i = 0; i < train.size; i++) {
        const curvature = loss.secondDerivative(known.outputs[i] as number, train.targets[i] as number);
        sum += curvature * (known.squaredGradientNorms[i] as number);
      }
      return { 'gauss-newton-trace': sum / train.size };
    },
  }),
});
