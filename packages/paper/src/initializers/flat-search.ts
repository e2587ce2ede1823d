import { defineInitializer, LabError, z } from '@sharpness-lab/core';
import { flatSimBnNet } from '../constructions/flat-sim-bn.ts';

/**
 * Starts training from the flattest network with simplified BatchNorm that a search finds for the training set,
 * {@link flatSimBnNet}, for `2-mlp-sim-bn`. It draws from its random stream.
 *
 * @throws LabError of kind `config` for other models.
 */
export default defineInitializer({
  name: 'flat-search',
  summary: 'the flattest interpolating net with simplified BatchNorm that a search finds',
  options: z.object({}),
  create: () => ({
    initialize({ model, modelOptions, train }, stream) {
      if (model !== '2-mlp-sim-bn') {
        throw new LabError('config', `init: "flat-search" is known for 2-mlp-sim-bn, got model "${model}"`);
      }
      return flatSimBnNet(train, Number(modelOptions.width), stream);
    },
  }),
});
