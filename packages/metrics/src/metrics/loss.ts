import { defineMetric, z } from '@sharpness-lab/core';

/** Mean loss (1/n) sum_i l(f(x_i), y_i) on the training and the test set: `train-loss`, `test-loss`. */
export default defineMetric({
  name: 'loss',
  summary: 'mean loss on the training and test set',
  options: z.object({}),
  create: () => ({
    measure: (probe) => ({ 'train-loss': probe.meanLoss('train'), 'test-loss': probe.meanLoss('test') }),
  }),
});
