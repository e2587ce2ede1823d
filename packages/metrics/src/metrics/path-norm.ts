import { defineMetric, z } from '@sharpness-lab/core';

/**
 * Path norm of a network with one hidden layer, `path-norm`:
 *
 *     sum_j ||(W1_j, b1_j)||_2 |W2_j|,
 *
 * with |gamma_j W2_j| for |W2_j| in normalized networks. It is left out for deeper networks, and for models that do not
 * list their neurons.
 *
 * Source: Wu, Su, "The Implicit Regularization of Dynamical Stability in Stochastic Gradient Descent", 2023,
 * arXiv:2305.17490; used in section 3 of Wen, Li, Ma, 2023, arXiv:2307.11007.
 */
export default defineMetric({
  name: 'path-norm',
  summary: 'sum over hidden neurons of incoming norm times outgoing weight',
  options: z.object({}),
  quantities: [{ name: 'path-norm', title: 'path norm', scale: 'linear', range: { min: 0 }, overview: false }],
  create: () => ({
    measure({ model, specs, parameters }) {
      const deep = Object.values(specs).some(({ layer }) => layer > 2);
      if (model.closedForms === undefined || deep) return {};
      const { incoming, outgoing } = model.closedForms.neuronNorms(parameters);
      return { 'path-norm': incoming.reduce((sum, norm, j) => sum + norm * (outgoing[j] as number), 0) };
    },
  }),
});
