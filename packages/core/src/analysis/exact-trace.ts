import type { Probe } from '../contracts/metric.ts';
import { attribute } from '../plugins/attribution.ts';

/**
 * The exact trace of the Hessian of the training loss in all parameters, in double precision:
 *
 *     Tr(Hess L) = (1/n) sum_i [ l''(f_i) ||grad f(x_i)||^2 + l'(f_i) Lap f(x_i) ],
 *
 * which holds for any loss at every theta where f is twice differentiable. (At an interpolating point of the squared
 * error it is (2/n) sum_i ||grad f(x_i)||^2: Wen, Li, Ma, 2023, arXiv:2307.11007, lemma 4.1.)
 *
 * @returns undefined for models that do not offer the derivatives of their outputs
 */
export function exactTrace(probe: Pick<Probe, 'derivatives' | 'loss' | 'data'>): number | undefined {
  const derivatives = probe.derivatives();
  if (derivatives === undefined) return undefined;
  const { outputs, squaredGradientNorms, laplacians } = derivatives;
  const { size, targets } = probe.data.train;
  let sum = 0;
  attribute(probe.loss, () => {
    for (let i = 0; i < size; i++) {
      const output = outputs[i] as number;
      const target = targets[i] as number;
      sum += probe.loss.secondDerivative(output, target) * (squaredGradientNorms[i] as number);
      sum += probe.loss.firstDerivative(output, target) * (laplacians[i] as number);
    }
  });
  return sum / size;
}
