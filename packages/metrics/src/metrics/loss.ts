import { defineMetric, z } from '@sharpness-lab/core';

const loss = { axis: 'loss L', scale: 'log', better: 'lower' } as const;

/** Mean loss (1/n) sum_i l(f(x_i), y_i) on the training and the test set: `train-loss`, `test-loss`. */
export default defineMetric({
  name: 'loss',
  summary: 'mean loss on the training and test set',
  options: z.object({}),
  quantities: [
    { name: 'train-loss', title: 'training loss L', curve: 'training', ...loss },
    { name: 'test-loss', title: 'test loss', curve: 'test', ...loss },
  ],
  create: () => ({
    measure: (probe) => ({ 'train-loss': probe.meanLoss('train'), 'test-loss': probe.meanLoss('test') }),
  }),
});
