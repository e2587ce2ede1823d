import { defineMetric, z } from '@sharpness-lab/core';

const count = { scale: 'linear', range: { min: 0 }, overview: false } as const;

/**
 * How many hidden neurons are active (pre-activation above 0) on the training set: `active-neurons`, the mean number a
 * sample; `ever-active-neurons`, those active on at least one sample; `one-hot-samples`, the samples on which exactly
 * one neuron is active, as all are in a memorizing network (Wen, Li, Ma, 2023, arXiv:2307.11007, definition 4.2). Left
 * out for models that do not offer their pre-activations.
 */
export default defineMetric({
  name: 'active-neurons',
  summary: 'how many hidden neurons are active on the training samples',
  options: z.object({}),
  quantities: [
    { name: 'active-neurons', title: 'active neurons per sample', ...count },
    { name: 'ever-active-neurons', title: 'neurons active on any sample', ...count },
    { name: 'one-hot-samples', title: 'samples with one active neuron', ...count },
  ],
  create: () => ({
    measure({ model, parameters, data: { train } }) {
      if (model.closedForms === undefined) return {};
      const activations = model.closedForms.preActivations(parameters, train);
      const width = activations.length / train.size;
      const ever = new Uint8Array(width);
      let active = 0;
      let oneHot = 0;
      for (let i = 0; i < train.size; i++) {
        let count = 0;
        for (let j = 0; j < width; j++) {
          if ((activations[i * width + j] as number) <= 0) continue;
          count++;
          ever[j] = 1;
        }
        active += count;
        if (count === 1) oneHot++;
      }
      return {
        'active-neurons': active / train.size,
        'ever-active-neurons': ever.reduce((sum, value) => sum + value, 0),
        'one-hot-samples': oneHot,
      };
    },
  }),
});
