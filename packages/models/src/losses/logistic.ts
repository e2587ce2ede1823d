import { defineLoss, z } from '@sharpness-lab/core';
import { sigmoid, sigmoidSlope, softplus } from '../math/softplus.ts';

/**
 * Logistic loss with label smoothing p, for labels y = -1 or 1:
 *
 *     l(f, y) = (1 - p) log(1 + e^(-y f)) + p log(1 + e^(y f)),
 *
 * least at f = y log((1 - p) / p). With the smoothed label t = 1/2 + y (1/2 - p) on [0, 1], it is
 *
 *     l = t log(1 + e^-f) + (1 - t) log(1 + e^f),    dl/df = sigma(f) - t,    d^2 l/df^2 = sigma(f) (1 - sigma(f)),
 *
 * in which other targets than -1 and 1 have a value too, as those of label noise do. Beyond |y| (1 - 2 p) <= 1 the loss is
 * not bounded below, and a label of 0 stands for no class, so data with other targets are refused. All three are accurate
 * to the last digits at any f.
 *
 * The weight 1 - p lies on the given label, as is usual; the paper prints it on the other one, a slip.
 *
 * Source: Wen, Li, Ma, "Sharpness Minimization Algorithms Do Not Only Minimize Sharpness To Achieve Better
 * Generalization", 2023, arXiv:2307.11007, figures 8 to 10 and theorem A.2; label smoothing is of Szegedy, Vanhoucke,
 * Ioffe, Shlens, Wojna, "Rethinking the Inception Architecture for Computer Vision", 2015, arXiv:1512.00567.
 */
export default defineLoss({
  name: 'logistic',
  summary: 'logistic loss of labels -1 and 1, with label smoothing',
  options: z.object({
    labelSmoothing: z.number().min(0).lt(0.5).default(0).describe('the weight p on the label that was not given'),
  }),
  create({ labelSmoothing }) {
    const half = 0.5 - labelSmoothing;
    return {
      targets: 'signs',
      value: (output, target) => (0.5 + target * half) * softplus(-output) + (0.5 - target * half) * softplus(output),
      // sigma(f) - t, written so that nothing cancels where t is 0 or 1.
      firstDerivative: (output, target) =>
        (0.5 - target * half) * sigmoid(output) - (0.5 + target * half) * sigmoid(-output),
      secondDerivative: sigmoidSlope,
    };
  },
});
