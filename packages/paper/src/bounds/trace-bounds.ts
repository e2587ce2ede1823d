import { pow, type Samples } from '@sharpness-lab/core';
import { isComplete } from './completeness.ts';

/** A lower bound of the Hessian trace, as a function of the training set and the model's options. */
type TraceBound = (train: Samples, modelOptions: Readonly<Record<string, unknown>>) => number;

/**
 * Lower bounds of the trace of the Hessian over all networks that interpolate a training set under the squared error,
 * by model. All rest on Tr = (2/n) sum_i ||grad f(x_i)||^2 at interpolation (lemma 4.1).
 *
 * Source: Wen, Li, Ma, "Sharpness Minimization Algorithms Do Not Only Minimize Sharpness To Achieve Better
 * Generalization", 2023, arXiv:2307.11007, sections 3 to 5 and appendix A.
 */
export const traceBounds: Readonly<Record<string, TraceBound>> = {
  /** (4/n) sum_i ||x_i|| |y_i|: 4 sqrt(d) on P_xor. Valid, not attained. */
  '2-mlp-no-bias': (train) => meanOver(train, (x2, y) => 4 * Math.sqrt(x2) * Math.abs(y)),

  /** (4/n) sum_i sqrt(||x_i||^2 + 1) |y_i|: 4 sqrt(d + 1) on P_xor. Attained by memorizing and generalizing nets. */
  '2-mlp-bias': (train) => meanOver(train, (x2, y) => 4 * Math.sqrt(x2 + 1) * Math.abs(y)),

  /**
   * (2/n) sum_i D (|y_i|^(2 (D - 1)) ||x'_i||^2)^(1/D) at depth D, with x' = [x, 1]: that of `2-mlp-bias` at D = 2.
   * Attained by memorizing nets.
   */
  'mlp-bias': (train, { widths }) => {
    const depth = (widths as readonly number[]).length + 1;
    return meanOver(train, (x2, y) => 2 * depth * pow(pow(Math.abs(y), 2 * (depth - 1)) * (x2 + 1), 1 / depth));
  },

  /**
   * Where ||h|| > epsilon, ||grad f||^2 >= 1; elsewhere ||grad f||^2 >= 2 ||x'|| |f| / epsilon. So (2/n) sum_i of the
   * smaller: 2 on P_xor for epsilon <= 2 sqrt(d + 1). Attained.
   */
  '2-mlp-sim-ln': (train, { epsilon }) =>
    meanOver(train, (x2, y) => 2 * Math.min(1, (2 * Math.sqrt(x2 + 1) * Math.abs(y)) / Number(epsilon))),

  /**
   * Tr >= 2 sum_j (gamma_j^2 + W2_j^2) >= 4 sum_j |gamma_j W2_j|, as mean_i z_ij^2 / s_j^2 = 1. On complete training
   * sets sum_j |gamma_j W2_j| >= 2 |y|, so the bound is 8 |y|, the infimum (lemma A.3 with the factor 2 that lemma 4.1
   * asks for), where |y| = 1, or another size that all targets share. On others, mean_i y_i f_i = mean_i y_i^2 and
   * z_ij >= 0 give, by Cauchy and Schwarz, 4 mean(y^2) / c with c^2 the larger of mean(y^2 1[y > 0]) and
   * mean(y^2 1[y < 0]); this is valid, not attained.
   */
  '2-mlp-sim-bn': (train) => {
    const scale = Math.abs(train.targets[0] as number);
    if (isComplete({ ...train, targets: train.targets.map((y) => y / scale) })) return 8 * scale;
    const positive = meanOver(train, (_, y) => (y > 0 ? y * y : 0));
    const negative = meanOver(train, (_, y) => (y < 0 ? y * y : 0));
    return positive + negative === 0 ? 0 : (4 * (positive + negative)) / Math.sqrt(Math.max(positive, negative));
  },
};

/** The mean over samples of a function of ||x_i||^2 and y_i. */
function meanOver(
  { size, dimension, inputs, targets }: Samples,
  value: (squaredNorm: number, target: number) => number,
): number {
  let sum = 0;
  for (let i = 0; i < size; i++) {
    let squaredNorm = 0;
    for (let k = 0; k < dimension; k++) {
      const x = inputs[i * dimension + k] as number;
      squaredNorm += x * x;
    }
    sum += value(squaredNorm, targets[i] as number);
  }
  return sum / size;
}
