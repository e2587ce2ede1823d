import { defineInitializer, LabError, z } from '@sharpness-lab/core';
import { generalizingBiasNet, generalizingSimLnNet } from '../constructions/generalizing-flattest.ts';
import { padded } from './padded.ts';

/**
 * Starts training from a four-neuron network that equals x[1] x[2] on the hypercube and has the least sharpness of all
 * networks that interpolate P_xor: {@link generalizingBiasNet} for `2-mlp-bias`, {@link generalizingSimLnNet} for
 * `2-mlp-sim-ln`. Neurons beyond the fourth are zero.
 *
 * @throws LabError of kind `config` for other models, a width below 4 and inputs of dimension below 2.
 *
 * Source: Wen, Li, Ma, 2023, arXiv:2307.11007, propositions 4.2 and 5.2.
 */
export default defineInitializer({
  name: 'generalizing-flattest',
  summary: 'the flattest four-neuron net that equals x[1] x[2] (bias: Proposition 4.2, Sim-LN: Proposition 5.2)',
  options: z.object({}),
  create: () => ({
    initialize({ model, modelOptions, specs, train: { dimension } }) {
      if (dimension < 2) {
        throw new LabError(
          'config',
          `init: "generalizing-flattest" needs inputs of dimension 2 or more, got ${dimension}`,
        );
      }
      switch (model) {
        case '2-mlp-bias':
          return padded(generalizingBiasNet(dimension), specs);
        case '2-mlp-sim-ln':
          return padded(generalizingSimLnNet(dimension, Number(modelOptions.epsilon)), specs);
        default:
          throw new LabError(
            'config',
            `init: "generalizing-flattest" is known for 2-mlp-bias and 2-mlp-sim-ln, got model "${model}"`,
          );
      }
    },
  }),
});
