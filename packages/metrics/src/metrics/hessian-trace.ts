import { defineMetric, type Estimate, exactTrace, LabError, type Probe, z } from '@sharpness-lab/core';

/**
 * Trace of the Hessian of the training loss in all parameters: `hessian-trace`. Exact ({@link exactTrace}), in double
 * precision, for models that offer the derivatives of their output in closed form.
 *
 * For other models, Hutchinson's estimate with Rademacher vectors, mean_k v_k' H v_k, and its standard error, from products
 * H v in single precision, whose relative error of about 3e-7 is far below it:
 * Hutchinson, "A stochastic estimator of the trace of the influence matrix for Laplacian smoothing splines", 1990.
 *
 * @throws LabError of kind `engine` where neither is to be had.
 */
export default defineMetric({
  name: 'hessian-trace',
  summary: 'trace of the Hessian of the training loss, exact where the model offers it, else an estimate',
  options: z.object({
    samples: z.int().min(2).default(100).describe('random vectors of the estimate, where one is needed'),
  }),
  quantities: [{ name: 'hessian-trace', title: 'Hessian trace Tr H', curve: 'training', scale: 'log' }],
  create: ({ samples }) => ({
    measure: (probe) => ({ 'hessian-trace': exactTrace(probe) ?? hutchinson(probe, samples) }),
  }),
});

function hutchinson({ specs, parameters, hessianVectorProduct, stream }: Probe, samples: number): Estimate {
  if (hessianVectorProduct === undefined) {
    throw new LabError(
      'engine',
      'metric "hessian-trace": the model offers no closed form and the engine no Hessian-vector product; use engine wasm or tfjs, or leave this metric out',
    );
  }
  const draws = stream('hutchinson');
  const forms = Array.from({ length: samples }, () => {
    const direction = Object.fromEntries(
      Object.keys(specs).map((name) => [name, Float32Array.from(parameters[name] as Float32Array, () => draws.sign())]),
    );
    const product = hessianVectorProduct(direction);
    let form = 0;
    for (const [name, values] of Object.entries(direction)) {
      const curved = product[name] as Float32Array;
      for (let i = 0; i < values.length; i++) form += (values[i] as number) * (curved[i] as number);
    }
    return form;
  });
  const value = forms.reduce((sum, form) => sum + form, 0) / samples;
  const variance = forms.reduce((sum, form) => sum + (form - value) * (form - value), 0) / (samples - 1);
  return { value, standardError: Math.sqrt(variance / samples), products: samples };
}
