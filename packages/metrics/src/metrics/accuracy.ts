import { defineMetric, type Probe, type Split, z } from '@sharpness-lab/core';

const fraction = { axis: 'accuracy', scale: 'linear', better: 'higher', range: { min: 0, max: 1 } } as const;

/**
 * Fraction of samples with y f(x) > 0 on the training and the test set: `train-accuracy`, `test-accuracy`. An output of
 * exactly 0 counts as an error. The class of a sample is the sign of its target, so targets above and below 0 are taken,
 * and data with others are refused: of labels 0 and 1 it would be the share of outputs above 0 among the ones.
 */
export default defineMetric({
  name: 'accuracy',
  summary: 'fraction of samples with y f(x) > 0',
  options: z.object({}),
  quantities: [
    { name: 'train-accuracy', title: 'training accuracy', curve: 'training', ...fraction },
    { name: 'test-accuracy', title: 'test accuracy', curve: 'test', ...fraction },
  ],
  create: () => ({
    targets: 'signed',
    measure: (probe) => ({ 'train-accuracy': accuracy(probe, 'train'), 'test-accuracy': accuracy(probe, 'test') }),
  }),
});

function accuracy(probe: Probe, split: Split): number {
  const { targets, size } = probe.data[split];
  const outputs = probe.outputs(split);
  let correct = 0;
  for (let i = 0; i < size; i++) if ((targets[i] as number) * (outputs[i] as number) > 0) correct++;
  return correct / size;
}
