import { z } from '@sharpness-lab/core';
import type { LossBinding } from './bindings.ts';

// Strict, so that an option that the kernels do not know sends a loss down the generic path.
const logisticOptions = z.strictObject({ labelSmoothing: z.number() });

/** The squared error and the logistic loss. */
export const lossBindings: readonly LossBinding[] = [
  { loss: 'mse', kernelLoss: () => ({ kind: 'squared-error' }) },
  {
    loss: 'logistic',
    kernelLoss(options) {
      const { data } = logisticOptions.safeParse(options);
      return data && { kind: 'logistic', ...data };
    },
  },
];
