import { defineConstraint, type Vector, z } from '@sharpness-lab/core';

/**
 * Rescales named parameters to a norm after every step:
 *
 *     theta_P <- norm theta_P / ||theta_P||_2
 *
 * jointly over all of them, or each on its own. Parameters that are all zero stay.
 *
 * Source: Wen, Li, Ma, "Sharpness Minimization Algorithms Do Not Only Minimize Sharpness To Achieve Better
 * Generalization", 2023, arXiv:2307.11007, figure 6b ("norm of the weight and bias of the first layer as 10"; the paper
 * does not say whether jointly).
 */
export default defineConstraint({
  name: 'fixed-norm',
  summary: 'rescales parameters (by default the first layer) to a given norm after every step',
  options: z.object({
    norm: z.number().positive().describe('the norm to hold'),
    parameters: z.array(z.string()).min(1).default(['W1', 'b1']).describe('the parameters it applies to'),
    joint: z.boolean().default(true).describe('one norm over all of them together, or each its own'),
  }),
  create: ({ norm, parameters, joint }) => ({
    refuses(specs) {
      const missing = parameters.find((name) => !Object.hasOwn(specs, name));
      return missing === undefined
        ? undefined
        : `needs parameter "${missing}", but the model has ${Object.keys(specs).join(', ')}`;
    },
    start(problem) {
      const views = parameters.map((name) => problem.view(problem.parameters, name));
      const groups = joint ? [views] : views.map((view) => [view]);
      const rescale = (group: readonly Vector[]) => {
        let squares = 0;
        for (const view of group) squares += problem.dot(view, view);
        if (squares === 0) return;
        const factor = norm / Math.sqrt(squares);
        for (const view of group) problem.scale(factor, view);
      };
      return () => groups.forEach(rescale);
    },
  }),
});
