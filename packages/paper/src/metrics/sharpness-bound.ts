import { defineMetric, exactTrace, z } from '@sharpness-lab/core';
import { INTERPOLATION } from '../bounds/interpolation.ts';
import { leastOutputs } from '../bounds/least-outputs.ts';
import { traceBounds } from '../bounds/trace-bounds.ts';

/**
 * `sharpness-bound`, the lower bound of the Hessian trace over all networks of this architecture at the minimum of the
 * training loss, and `sharpness-ratio`, the trace over that bound.
 *
 * At the minimum, where the outputs are {@link leastOutputs}, the trace is l''(f_i) mean_i ||grad f(x_i)||^2. So the
 * bound is l'' / 2 times that of the squared error ({@link traceBounds}) on these outputs as targets: for `logistic`
 * with label smoothing p, p (1 - p) / 2 times that on y_i log((1 - p) / p).
 *
 * The ratio has a meaning only for a network at the minimum (a collapsed one, f = 0, has trace 0). It is left out while
 * train loss - least loss > tolerance (loss of f = 0 - least loss). This measures the fit as the fraction of the data
 * that is left unexplained, on every scale of the loss. For `mse` it is train loss > tolerance mean(y^2). The bound is
 * a number of the training set and is measured all the time, but it bounds the trace only where there is a ratio, and
 * charts show it only there. Both metrics are left out for models with unknown bound and for losses without a minimum. Source: Wen, Li, Ma, "Sharpness
 * Minimization Algorithms Do Not Only Minimize Sharpness To Achieve Better Generalization", 2023, arXiv:2307.11007; for
 * the logistic loss its theorem A.2 with p (1 - p) where lemma A.13 prints 1 / (p (1 - p)).
 */
export default defineMetric({
  name: 'sharpness-bound',
  summary: 'lower bound of the Hessian trace over interpolating networks, and the ratio to it',
  options: z.object({
    tolerance: z
      .number()
      .positive()
      .default(INTERPOLATION)
      .describe(
        'largest training loss above the minimum, as a fraction of that of f = 0, that counts as interpolation',
      ),
  }),
  quantities: [
    {
      name: 'sharpness-bound',
      title: 'lower bound of Tr H at interpolation',
      scale: 'log',
      overview: false,
      // At interpolation the Gauss-Newton trace is the trace of the whole Hessian.
      lowerBoundOf: ['hessian-trace', 'gauss-newton-trace'],
      boundFor: { where: 'at minima', having: 'sharpness-ratio' },
    },
    { name: 'sharpness-ratio', title: 'Tr H / lower bound', scale: 'log', overview: false },
  ],
  create: ({ tolerance }) => ({
    measure(probe) {
      const { config, data, loss } = probe;
      const { targets, size } = data.train;
      const bound = traceBounds[config.model.name];
      const outputs = leastOutputs(config.loss, targets);
      if (bound === undefined || outputs === undefined) return {};
      const curvature = loss.secondDerivative(outputs[0] as number, targets[0] as number);
      const least = (curvature / 2) * bound({ ...data.train, targets: outputs }, config.model.options);
      const leastLoss = targets.reduce((sum, y, i) => sum + loss.value(outputs[i] as number, y), 0) / size;
      const lossOfZero = targets.reduce((sum, y) => sum + loss.value(0, y), 0) / size;
      const trace = exactTrace(probe);
      const interpolates = probe.meanLoss('train') - leastLoss <= tolerance * (lossOfZero - leastLoss);
      return {
        'sharpness-bound': least,
        ...(interpolates && trace !== undefined ? { 'sharpness-ratio': trace / least } : {}),
      };
    },
  }),
});
