import { defineInitializer, LabError, z } from '@sharpness-lab/core';
import { memorizingDeepNet, memorizingNet, memorizingSimLnNet } from '../constructions/memorizing.ts';

/**
 * Starts training from the memorizing net of the paper: {@link memorizingNet} for `2-mlp-bias`,
 * {@link memorizingDeepNet} for `mlp-bias`, {@link memorizingSimLnNet} for `2-mlp-sim-ln`.
 *
 * @throws LabError of kind `config` for other models, a width below n, and inputs that cannot be separated.
 *
 * Source: Wen, Li, Ma, 2023, arXiv:2307.11007, theorem 4.1 and proposition 5.1.
 */
export default defineInitializer({
  name: 'memorizing',
  summary: 'the flattest memorizing net of Theorem 4.1 (bias) or Proposition 5.1 (Sim-LN)',
  options: z.object({
    margin: z.number().gt(0).lt(1).default(0.5).describe('the activation margin, as a fraction of the smallest gap'),
  }),
  create: ({ margin }) => ({
    initialize({ model, modelOptions, train }) {
      const width = Number(modelOptions.width);
      switch (model) {
        case '2-mlp-bias':
          return memorizingNet(train, width, margin);
        case 'mlp-bias':
          return memorizingDeepNet(train, modelOptions.widths as readonly number[], margin);
        case '2-mlp-sim-ln':
          return memorizingSimLnNet(train, width, Number(modelOptions.epsilon), margin);
        default:
          throw new LabError(
            'config',
            `init: "memorizing" is known for 2-mlp-bias, mlp-bias and 2-mlp-sim-ln, got model "${model}"`,
          );
      }
    },
  }),
});
