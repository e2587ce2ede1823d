import { defineMetric, flatten, unflatten, z, zeroVector } from '@sharpness-lab/core';

/**
 * The Hessian's eigenvalue of largest size, by power iteration, v <- H v / ||H v||, lambda = <v, H v>, until lambda
 * changes by less than a tolerance, relative to itself. Products H v are in single precision, with a relative error of
 * about 3e-7, so a smaller tolerance has no meaning. Left out on engines without products of the Hessian.
 *
 * Source: von Mises, Pollaczek-Geiringer, "Praktische Verfahren der Gleichungsaufloesung", 1929; as a sharpness, Cohen
 * et al., "Gradient Descent on Neural Networks Typically Occurs at the Edge of Stability", 2021, arXiv:2103.00065.
 */
export default defineMetric({
  name: 'my-plugin',
  summary: 'the Hessian eigenvalue of largest size, by power iteration',
  options: z.object({
    iterations: z.int().min(1).default(200).describe('at most so many products H v'),
    tolerance: z.number().min(0).default(0.001).describe('relative change at which the iteration ends'),
  }),
  quantities: [{ name: 'my-plugin', title: 'largest Hessian eigenvalue λ', scale: 'log' }],
  create: ({ iterations, tolerance }) => ({
    measure({ hessianVectorProduct, specs, stream }) {
      if (hessianVectorProduct === undefined) return {};
      const random = stream('start');
      let product: Float32Array = zeroVector(specs).map(() => random.normal());
      let [value, converged, products] = [0, false, 0];
      while (!converged && products < iterations) {
        const norm = Math.sqrt(dot(product, product));
        const vector = product.map((entry) => (norm === 0 ? 0 : entry / norm));
        product = flatten(specs, hessianVectorProduct(unflatten(specs, vector)));
        const next = dot(vector, product);
        converged = Math.abs(next - value) <= tolerance * Math.abs(next);
        [value, products] = [next, products + 1];
      }
      return { 'my-plugin': { value, converged, products } };
    },
  }),
});

const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
