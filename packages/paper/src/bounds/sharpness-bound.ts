import { defineMetric, exactTrace, z } from '@sharpness-lab/core';
import { INTERPOLATION } from './interpolation.ts';
import { traceBounds } from './trace-bounds.ts';

/**
 * `sharpness-bound`, the lower bound of the Hessian trace over all networks of this architecture that interpolate the
 * training set ({@link traceBounds}), and `sharpness-ratio`, the trace over that bound. The ratio means something only
 * for a network that interpolates (a collapsed one, f = 0, has trace 0), so it is left out while
 * train loss > tolerance mean(y^2). Both are left out for models and losses whose bound is not known.
 *
 * Source: Wen, Li, Ma, "Sharpness Minimization Algorithms Do Not Only Minimize Sharpness To Achieve Better
 * Generalization", 2023, arXiv:2307.11007.
 */
export default defineMetric({
  name: 'sharpness-bound',
  summary: 'lower bound of the Hessian trace over interpolating networks, and the ratio to it',
  options: z.object({
    tolerance: z
      .number()
      .positive()
      .default(INTERPOLATION)
      .describe('largest training loss, as a fraction of mean(y^2), that counts as interpolation'),
  }),
  create: ({ tolerance }) => ({
    measure(probe) {
      const { config, data } = probe;
      const bound = config.loss.name === 'mse' ? traceBounds[config.model.name] : undefined;
      if (bound === undefined) return {};
      const least = bound(data.train, config.model.options);
      const power = data.train.targets.reduce((sum, y) => sum + y * y, 0) / data.train.size;
      const trace = exactTrace(probe);
      const interpolates = probe.meanLoss('train') <= tolerance * power;
      return {
        'sharpness-bound': least,
        ...(interpolates && trace !== undefined ? { 'sharpness-ratio': trace / least } : {}),
      };
    },
  }),
});
