import type { ExperimentInput } from '@sharpness-lab/core';

/** What experiments take where they say nothing: the paper's setting, and everything worth measuring. */
export const defaults = {
  init: 'uniform-fan-in',
  loss: 'mse',
  metrics: [
    'loss',
    'accuracy',
    'hessian-trace',
    'gauss-newton-trace',
    'sharpness-bound',
    'parameter-norm',
    'path-norm',
    'active-neurons',
  ],
  measure: { logSpaced: 40 },
} as const satisfies Partial<ExperimentInput>;
