import {
  defineInitializer,
  LabError,
  type ParameterSpec,
  type ParameterSpecs,
  type ParameterValues,
  sizeOf,
  z,
} from '@sharpness-lab/core';
import { flatSimBnNet } from './flat-sim-bn.ts';
import { generalizingNoBiasNet, generalizingSimBnNet } from './generalizing.ts';
import { generalizingBiasNet, generalizingSimLnNet } from './generalizing-flattest.ts';
import { memorizingDeepNet, memorizingNet, memorizingSimLnNet } from './memorizing.ts';

/**
 * Starts training from the memorizing net of the paper: {@link memorizingNet} for `2-mlp-bias`,
 * {@link memorizingDeepNet} for `mlp-bias`, {@link memorizingSimLnNet} for `2-mlp-sim-ln`.
 *
 * @throws LabError of kind `config` for other models, a width below n, and inputs that cannot be separated.
 *
 * Source: Wen, Li, Ma, 2023, arXiv:2307.11007, theorem 4.1 and proposition 5.1.
 */
export const memorizing = defineInitializer({
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

/**
 * Starts training from a network of a few neurons that equals x[1] x[2] on the hypercube and is as flat as we know how
 * to make one: {@link generalizingNoBiasNet} for `2-mlp-no-bias`, {@link generalizingSimBnNet} for `2-mlp-sim-bn`.
 * Neurons beyond the fourth are zero.
 *
 * @throws LabError of kind `config` for other models and a width below 4.
 *
 * Source: Wen, Li, Ma, 2023, arXiv:2307.11007, appendix A.2.4 and lemma A.1.
 */
export const generalizing = defineInitializer({
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

/**
 * Starts training from a four-neuron network that equals x[1] x[2] on the hypercube and has the least sharpness of all
 * networks that interpolate P_xor: {@link generalizingBiasNet} for `2-mlp-bias`, {@link generalizingSimLnNet} for
 * `2-mlp-sim-ln`. Neurons beyond the fourth are zero.
 *
 * @throws LabError of kind `config` for other models, a width below 4 and inputs of dimension below 2.
 *
 * Source: Wen, Li, Ma, 2023, arXiv:2307.11007, propositions 4.2 and 5.2.
 */
export const generalizingFlattest = defineInitializer({
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

/**
 * Starts training from the flattest network with simplified BatchNorm that a search finds for the training set,
 * {@link flatSimBnNet}, for `2-mlp-sim-bn`. It draws from its random stream.
 *
 * @throws LabError of kind `config` for other models.
 */
export const flatSearch = defineInitializer({
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

/** The same parameters with zeros behind them, up to the sizes of a wider model. */
function padded(values: ParameterValues, specs: ParameterSpecs): ParameterValues {
  return Object.fromEntries(
    Object.entries(values).map(([name, neurons]) => {
      const wide = new Float32Array(sizeOf((specs[name] as ParameterSpec).shape));
      if (wide.length < neurons.length) {
        throw new LabError('config', 'model.width: the generalizing net needs at least 4 neurons');
      }
      wide.set(neurons);
      return [name, wide];
    }),
  );
}
