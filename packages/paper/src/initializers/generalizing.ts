import { defineInitializer, LabError, z } from '@sharpness-lab/core';
import { generalizingNoBiasNet, generalizingSimBnNet } from '../constructions/generalizing.ts';
import { padded } from './padded.ts';

/**
 * Starts training from a network of a few neurons that equals x[1] x[2] on the hypercube and is as flat as we know how
 * to make one: {@link generalizingNoBiasNet} for `2-mlp-no-bias`, {@link generalizingSimBnNet} for `2-mlp-sim-bn`.
 * Neurons beyond the fourth are zero.
 *
 * @throws LabError of kind `config` for other models and a width below 4.
 *
 * Source: Wen, Li, Ma, 2023, arXiv:2307.11007, appendix A.2.4 and lemma A.1.
 */
export default defineInitializer({
  name: 'generalizing',
  summary: 'the flat four-neuron net that equals x[1] x[2] (no bias: A.2.4, Sim-BN: Lemma A.1)',
  options: z.object({}),
  create: () => ({
    initialize({ model, specs, train }) {
      switch (model) {
        case '2-mlp-no-bias':
          return padded(generalizingNoBiasNet(train.dimension), specs);
        case '2-mlp-sim-bn':
          return padded(generalizingSimBnNet(train), specs);
        default:
          throw new LabError(
            'config',
            `init: "generalizing" is known for 2-mlp-no-bias and 2-mlp-sim-bn, got model "${model}"`,
          );
      }
    },
  }),
});
