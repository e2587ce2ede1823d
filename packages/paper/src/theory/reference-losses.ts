import { exp, LabError, log1p, type ResolvedReference } from '@sharpness-lab/core';

/** l(f, y). */
export type ReferenceLoss = (output: number, target: number) => number;

/**
 * The losses of the paper, as it writes them, apart from the package of models: (f - y)^2, and
 * (1 - p) log(1 + e^(-y f)) + p log(1 + e^(y f)) with p on the label that was not given.
 *
 * @throws LabError of kind `config` for a loss that is not one of the paper's
 */
export function referenceLoss({ name, options }: Pick<ResolvedReference, 'name' | 'options'>): ReferenceLoss {
  switch (name) {
    case 'mse':
      return squaredError;
    case 'logistic':
      return smoothedLogistic(Number(options.labelSmoothing));
    default:
      throw new LabError('config', `loss: expected a loss of the paper, got "${name}"`);
  }
}

/** (f - y)^2. */
export const squaredError: ReferenceLoss = (output, target) => (output - target) * (output - target);

/** (1 - p) log(1 + e^(-y f)) + p log(1 + e^(y f)). */
export function smoothedLogistic(p: number): ReferenceLoss {
  return (output, target) => (1 - p) * logistic(-target * output) + p * logistic(target * output);
}

/** log(1 + e^z). */
function logistic(z: number): number {
  return Math.max(z, 0) + log1p(exp(-Math.abs(z)));
}
