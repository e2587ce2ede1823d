import { type ExperimentConfig, log } from '@sharpness-lab/core';

/**
 * The outputs f_i at which a loss is least on its targets; undefined where there are none, or where the bounds of the
 * squared error do not carry over. For `mse` they are y_i. For `logistic` with label smoothing p they are
 * +-log((1 + q) / (1 - q)) with q = |y_i| (1 - 2 p), which is +-log((1 - p) / p) for labels +-1: there is no minimum for
 * q >= 1 (p = 0), and targets must be of one size, so that the loss has the same curvature (1 - q^2) / 4 at all samples.
 *
 * Source: Wen, Li, Ma, "Sharpness Minimization Algorithms Do Not Only Minimize Sharpness To Achieve Better
 * Generalization", 2023, arXiv:2307.11007, theorem A.2.
 */
export function leastOutputs(loss: ExperimentConfig['loss'], targets: Float32Array): Float32Array | undefined {
  if (loss.name === 'mse') return targets;
  if (loss.name !== 'logistic') return undefined;
  const size = Math.abs(targets[0] as number);
  const q = size * (1 - 2 * Number(loss.options.labelSmoothing));
  if (q >= 1 || targets.some((y) => Math.abs(y) !== size)) return undefined;
  const output = log((1 + q) / (1 - q));
  return targets.map((y) => Math.sign(y) * output);
}
