import type { Plugins, ResolvedReference, Schedule } from '@sharpness-lab/core';
import { z } from '@sharpness-lab/core';
import { type BoundPlugin, type FusedStep, isPlugin, type OptimizerBinding } from './bindings.ts';

type Scheduled = number | ResolvedReference<'schedule'>;

// Strict, so that an optimizer with an option that the kernels do not know takes the generic path.
const scheduled = z.custom<Scheduled>();
const sgdOptions = z.strictObject({
  learningRate: scheduled,
  momentum: z.literal(0),
  weightDecay: z.number(),
});
const samOptions = z.strictObject({
  rho: scheduled,
  base: z.custom<ResolvedReference<'optimizer'>>(),
  m: z.literal(1).optional(),
});
const labelNoiseOptions = z.strictObject({
  sigma: scheduled,
  flipProbability: z.number(),
  base: z.custom<ResolvedReference<'optimizer'>>(),
});

const sgd: BoundPlugin = { packageName: '@sharpness-lab/optimizers', name: 'sgd' };

/** A step of SGD without momentum, with SAM of this rho around it. */
function sgdStep(options: unknown, rho: Schedule, plugins: Plugins): FusedStep | undefined {
  const { data } = sgdOptions.safeParse(options);
  return data && { learningRate: plugins.schedule(data.learningRate), rho, weightDecay: data.weightDecay };
}

/** The step of a wrapper's base optimizer, where that is {@link sgd}. */
function baseStep(base: ResolvedReference<'optimizer'>, rho: Schedule, plugins: Plugins): FusedStep | undefined {
  return isPlugin(base, sgd) ? sgdStep(base.options, rho, plugins) : undefined;
}

function samBinding(name: string): OptimizerBinding {
  return {
    packageName: sgd.packageName,
    name,
    fusedStep(options, plugins) {
      const { data } = samOptions.safeParse(options);
      if (data === undefined) return undefined;
      const step = baseStep(data.base, plugins.schedule(data.rho), plugins);
      // With rho = 0 it is the base, with the same bits.
      if (data.rho === 0) return step && { ...step, batches: 'whole' };
      return step && { ...step, batches: data.m === 1 ? 'sliced' : undefined };
    },
  };
}

const labelNoiseBinding: OptimizerBinding = {
  packageName: sgd.packageName,
  name: 'label-noise-sgd',
  fusedStep(options, plugins) {
    const { data } = labelNoiseOptions.safeParse(options);
    if (data === undefined) return undefined;
    const { sigma, flipProbability, base } = data;
    const step = baseStep(base, () => 0, plugins);
    return (
      step && {
        ...step,
        batches: 'whole',
        noise: { stream: 'label noise', sigma: plugins.schedule(sigma), flipProbability },
      }
    );
  },
};

/** SGD without momentum, SAM around it, and SGD with noise on the labels. */
export const optimizerBindings: readonly OptimizerBinding[] = [
  {
    ...sgd,
    fusedStep(options, plugins) {
      const step = sgdStep(options, () => 0, plugins);
      return step && { ...step, batches: 'whole' };
    },
  },
  samBinding('sam'),
  samBinding('1-sam'),
  labelNoiseBinding,
];
