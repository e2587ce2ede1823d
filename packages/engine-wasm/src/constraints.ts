import { z } from '@sharpness-lab/core';
import type { ConstraintBinding } from './bindings.ts';

// Strict, so that a constraint with an option that the kernels do not know takes the generic path.
const fixedNormOptions = z.strictObject({ norm: z.number(), parameters: z.array(z.string()), joint: z.boolean() });

/** One norm over several parameters together. */
export const constraintBindings: readonly ConstraintBinding[] = [
  {
    packageName: '@sharpness-lab/models',
    name: 'fixed-norm',
    fixedNorm(options) {
      const { data } = fixedNormOptions.safeParse(options);
      if (data === undefined) return undefined;
      const { norm, parameters, joint } = data;
      return joint || parameters.length === 1 ? { norm, parameters } : undefined;
    },
  },
];
