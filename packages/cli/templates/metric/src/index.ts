import { defineMetric, type ParameterValues, z } from '@sharpness-lab/core';

/**
 * The Hessian's eigenvalue of largest size, by power iteration with exact products,
 *
 *     v <- H v / ||H v||,    lambda = <v, H v>,
 *
 * until lambda changes by less than a tolerance, relative to itself. Gradient descent on a quadratic diverges where it
 * is above 2 / learningRate. Left out on engines that offer no products of the Hessian.
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
  create: ({ iterations, tolerance }) => ({
    measure({ hessianVectorProduct, parameters, stream }) {
      if (hessianVectorProduct === undefined) return {};
      const random = stream('start');
      let product = mapped(parameters, () => random.normal());
      let eigenvalue = 0;
      for (let i = 0; i < iterations; i++) {
        const norm = Math.sqrt(dot(product, product));
        if (norm === 0) return { 'my-plugin': 0 };
        const vector = mapped(product, (value) => value / norm);
        product = hessianVectorProduct(vector);
        const previous = eigenvalue;
        eigenvalue = dot(vector, product);
        if (Math.abs(eigenvalue - previous) <= tolerance * Math.abs(eigenvalue)) break;
      }
      return { 'my-plugin': eigenvalue };
    },
  }),
});

function mapped(vector: ParameterValues, change: (value: number) => number): ParameterValues {
  return Object.fromEntries(Object.entries(vector).map(([name, values]) => [name, values.map(change)]));
}

function dot(a: ParameterValues, b: ParameterValues): number {
  const products = Object.entries(a).map(([name, values]) =>
    values.reduce((sum, value, i) => sum + value * (b[name]?.[i] ?? 0), 0),
  );
  return products.reduce((sum, value) => sum + value, 0);
}
