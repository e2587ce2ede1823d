import { z } from '@sharpness-lab/core';
import type { LossBinding } from './bindings.ts';

// Strict, so that a loss with an option that the kernels do not know takes the generic path.
const squaredErrorOptions = z.strictObject({});
const logisticOptions = z.strictObject({ labelSmoothing: z.number() });

/** The squared error and the logistic loss. */
export const lossBindings: readonly LossBinding[] = [
  {
    loss: 'mse',
    kernelLoss: (options) => (squaredErrorOptions.safeParse(options).success ? { kind: 'squared-error' } : undefined),
  },
  {
    loss: 'logistic',
    kernelLoss(options) {
      const { data } = logisticOptions.safeParse(options);
      return data && { kind: 'logistic', ...data };
    },
  },
];
