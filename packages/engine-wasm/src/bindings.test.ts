import { createLab, type ExperimentInput, type Plugins, pluginModule } from '@sharpness-lab/core';
import { smallPlugins } from '@sharpness-lab/core/testing';
import models from '@sharpness-lab/models';
import optimizers from '@sharpness-lab/optimizers';
import { expect, test } from 'vitest';
import { constraintBindings } from './constraints.ts';
import { lossBindings } from './losses.ts';
import { modelBindings } from './models.ts';
import { optimizerBindings } from './optimizers.ts';

type Options = Readonly<Record<string, unknown>>;

const lab = createLab([pluginModule(smallPlugins), models, optimizers], {
  dataset: 'small-data',
  model: '2-mlp-bias',
  init: 'any-start',
  loss: 'mse',
  phases: [],
});
const { schedule } = lab.registry;
const plugins = { schedule: schedule.bind(lab.registry) } as Plugins;

const phase = (optimizer: string, constraint?: object) =>
  lab.resolve({ phases: [{ optimizer, epochs: 1, constraint }] as ExperimentInput['phases'] }).phases[0];

/** Each bound plugin, its options at their defaults, and whether the kernels know options of it. */
const bound: readonly (readonly [
  name: string,
  options: Options | undefined,
  recognise: (options: Options) => unknown,
])[] = [
  ...modelBindings.map(
    ({ name, architecture }) => [name, lab.resolve({ model: name }).model.options, architecture] as const,
  ),
  ...lossBindings.map(({ name, kernelLoss }) => [name, lab.resolve({ loss: name }).loss.options, kernelLoss] as const),
  ...optimizerBindings.map(
    ({ name, fusedStep }) =>
      [name, phase(name)?.optimizer.options, (options: Options) => fusedStep(options, plugins)] as const,
  ),
  ...constraintBindings.map(
    ({ name, fixedNorm }) => [name, phase('sgd', { name, norm: 1 })?.constraint?.options, fixedNorm] as const,
  ),
];

test.each(bound)('%s is known by its options, and not with further ones', (_, options, recognise) => {
  const known = options as Options;
  expect(recognise(known)).toBeDefined();
  expect(recognise({ ...known, gain: 1 })).toBeUndefined();
  const { base } = known as { base?: { options: Options } };
  if (base !== undefined) {
    expect(recognise({ ...known, base: { ...base, options: { ...base.options, gain: 1 } } })).toBeUndefined();
  }
});
