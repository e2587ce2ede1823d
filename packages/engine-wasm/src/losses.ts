import { z } from '@sharpness-lab/core';
import type { LossBinding } from './bindings.ts';

const packageName = '@sharpness-lab/models';

// Strict, so that a loss with an option that the kernels do not know takes the generic path.
const squaredErrorOptions = z.strictObject({});
const logisticOptions = z.strictObject({ labelSmoothing: z.number() });

/** The squared error and the logistic loss. */
export const lossBindings: readonly LossBinding[] = [
  {
    packageName,
    name: 'mse',
    kernelLoss: (options) => (squaredErrorOptions.safeParse(options).success ? { kind: 'squared-error' } : undefined),
  },
  {
    packageName,
    name: 'logistic',
    kernelLoss(options) {
      const { data } = logisticOptions.safeParse(options);
      return data && { kind: 'logistic', ...data };
    },
  },
];
