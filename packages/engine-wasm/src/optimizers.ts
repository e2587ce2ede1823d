import type { Plugins, ResolvedReference, Schedule } from '@sharpness-lab/core';
import { z } from '@sharpness-lab/core';
import type { OptimizerBinding } from './bindings.ts';

type Scheduled = number | ResolvedReference<'schedule'>;

// Strict, so that an option that the kernels do not know sends an optimizer down the generic path.
const scheduled = z.custom<Scheduled>();
const sgdOptions = z.strictObject({
  learningRate: scheduled,
  momentum: z.literal(0),
  weightDecay: z.literal(0),
});
const samOptions = z.strictObject({
  rho: scheduled,
  base: z.custom<ResolvedReference<'optimizer'>>(),
  m: z.literal(1).optional(),
});

/** The learning rate of SGD without momentum and weight decay. */
function plainRate(options: unknown, plugins: Plugins): Schedule | undefined {
  const { data } = sgdOptions.safeParse(options);
  return data && plugins.schedule(data.learningRate);
}

function samBinding(optimizer: string): OptimizerBinding {
  return {
    optimizer,
    fusedStep(options, plugins) {
      const { data } = samOptions.safeParse(options);
      const rate = data?.base.name === 'sgd' ? plainRate(data.base.options, plugins) : undefined;
      return data && rate && { rate, radius: plugins.schedule(data.rho) };
    },
  };
}

/** SGD without momentum and weight decay, and SAM around it. */
export const optimizerBindings: readonly OptimizerBinding[] = [
  {
    optimizer: 'sgd',
    fusedStep(options, plugins) {
      const rate = plainRate(options, plugins);
      return rate && { rate, radius: () => 0 };
    },
  },
  samBinding('sam'),
  samBinding('1-sam'),
];
