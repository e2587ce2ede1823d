import {
  ContainerModule,
  createLab,
  type Definition,
  defineModel,
  defineOptimizer,
  type ExperimentInput,
  fromUpdate,
  LabError,
  type LabPackage,
  type LabPart,
  PLUGIN,
  pluginModule,
  z,
} from '@sharpness-lab/core';
import { smallPlugins } from '@sharpness-lab/core/testing';
import models, { fixedNorm, mlpBias, mse, twoLayerBias } from '@sharpness-lab/models';
import optimizers, { oneSam, sam, sgd } from '@sharpness-lab/optimizers';
import { expect, test } from 'vitest';
import engineWasm, { MODEL_BINDING, type ModelBinding } from './index.ts';

const packages = [pluginModule(smallPlugins), models, optimizers, engineWasm];

const defaults: Partial<ExperimentInput> = {
  dataset: 'small-data',
  model: { name: '2-mlp-bias', width: 4 },
  init: 'any-start',
  loss: 'mse',
  engine: 'wasm',
  phases: [{ optimizer: '1-sam', epochs: 1 }],
};

function plan(input: Partial<ExperimentInput>, further: readonly LabPart[] = []) {
  const lab = createLab([...packages, ...further], defaults);
  return lab.plan(lab.resolve(input));
}

const paths = (phase: object, input: Partial<ExperimentInput> = {}) =>
  plan({ ...input, phases: [{ epochs: 1, ...phase }] as ExperimentInput['phases'] }).engine.plan.paths;

test('auto takes it for an experiment that it can run', () => {
  expect(plan({ engine: 'auto' }).engine.name).toBe('wasm');
});

test.each([['2-mlp-no-bias'], ['2-mlp-bias'], ['2-mlp-sim-bn'], ['2-mlp-sim-ln'], ['2-mlp-softplus']])(
  '%s with SGD or SAM on one sample is fused',
  (model) => {
    for (const optimizer of ['sgd', '1-sam', 'sam', { name: 'sam', m: 1 }]) {
      expect(paths({ optimizer }, { model })).toEqual(['fused']);
    }
  },
);

const decaying = { name: 'sgd', weightDecay: 0.1 };
const fixedNormOf1 = { name: 'fixed-norm', norm: 1 };

test.each<[string, object, Partial<ExperimentInput>]>([
  ['weight decay', { optimizer: decaying }, {}],
  ['SAM with weight decay', { optimizer: { name: '1-sam', base: decaying } }, {}],
  ['weight decay, Sim-BN', { optimizer: decaying }, { model: { name: '2-mlp-sim-bn', width: 4 } }],
  ['label noise', { optimizer: { name: 'label-noise-sgd', flipProbability: 0.1, base: decaying } }, {}],
  ['the logistic loss', { optimizer: '1-sam' }, { loss: { name: 'logistic', labelSmoothing: 0.2 } }],
  ['the first layer on a norm', { optimizer: '1-sam', constraint: fixedNormOf1 }, {}],
  [
    'a first layer without bias on a norm',
    { optimizer: '1-sam', constraint: { ...fixedNormOf1, parameters: ['W1'], joint: false } },
    { model: { name: '2-mlp-no-bias', width: 4 } },
  ],
])('%s is fused', (_, phase, input) => {
  expect(paths(phase, input)).toEqual(['fused']);
});

test.each([[[4]], [[4, 3]], [[4, 3, 2]]])('mlp-bias of widths %j with SGD or SAM on one sample is fused', (widths) => {
  const model = { name: 'mlp-bias', widths };
  const base = { name: 'sgd', weightDecay: widths.length > 1 ? 0.1 : 0 };
  for (const optimizer of [base, { name: '1-sam', base }]) expect(paths({ optimizer }, { model })).toEqual(['fused']);
});

test.each(['2-mlp-no-bias', '2-mlp-bias', '2-mlp-sim-ln'])(
  '%s with SAM on batches in slices of one is fused',
  (name) => {
    const phase = { optimizer: { name: 'sam', m: 1, base: decaying }, batchSize: 2 };
    expect(paths(phase, { model: { name, width: 4 } })).toEqual(['fused']);
  },
);

test.each(['2-mlp-no-bias', '2-mlp-bias'])('%s with SGD on batches is fused, with noise on the labels too', (name) => {
  const model = { name, width: 4 };
  expect(paths({ optimizer: decaying, batchSize: 2 }, { model })).toEqual(['fused']);
  expect(paths({ optimizer: 'label-noise-sgd', batchSize: 2 }, { model })).toEqual(['fused']);
});

test('batches of more samples than a chunk take the generic path', () => {
  const dataset = { name: 'small-data', trainSize: 200 };
  expect(paths({ optimizer: 'sgd', batchSize: 128 }, { dataset })).toEqual(['fused']);
  expect(paths({ optimizer: 'sgd', batchSize: 129 }, { dataset })).toEqual(['generic']);
});

test('schedules are fused', () => {
  const decreasing = { name: 'linear', from: 0.1, to: 0 };
  expect(
    paths({ optimizer: { name: '1-sam', rho: decreasing, base: { name: 'sgd', learningRate: decreasing } } }),
  ).toEqual(['fused']);
});

test.each<[string, object, Partial<ExperimentInput>]>([
  ...['2-mlp-sim-ln', '2-mlp-sim-bn', '2-mlp-softplus'].map((name): [string, object, Partial<ExperimentInput>] => [
    `a larger batch, ${name},`,
    { optimizer: 'sgd', batchSize: 2 },
    { model: { name, width: 4 } },
  ]),
  ['a larger batch on a norm', { optimizer: 'sgd', batchSize: 2, constraint: fixedNormOf1 }, {}],
  ['a larger batch with momentum', { optimizer: { name: 'sgd', momentum: 0.9 }, batchSize: 2 }, {}],
  ['SAM on whole batches', { optimizer: 'sam', batchSize: 2 }, {}],
  ['SAM in slices of two', { optimizer: { name: 'sam', m: 2 }, batchSize: 2 }, {}],
  [
    'SAM in slices of one around momentum',
    { optimizer: { name: 'sam', m: 1, base: { name: 'sgd', momentum: 0.9 } }, batchSize: 2 },
    {},
  ],
  ['slices of one on a norm', { optimizer: { name: 'sam', m: 1 }, batchSize: 2, constraint: fixedNormOf1 }, {}],
  ...['2-mlp-sim-bn', '2-mlp-softplus'].map((name): [string, object, Partial<ExperimentInput>] => [
    `slices of one, ${name},`,
    { optimizer: { name: 'sam', m: 1 }, batchSize: 2 },
    { model: { name, width: 4 } },
  ]),
  [
    'slices of one, three layers,',
    { optimizer: { name: 'sam', m: 1 }, batchSize: 2 },
    { model: { name: 'mlp-bias', widths: [4, 3] } },
  ],
  ['momentum', { optimizer: { name: 'sgd', momentum: 0.9 } }, {}],
  ['label noise around momentum', { optimizer: { name: 'label-noise-sgd', base: { name: 'sgd', momentum: 0.9 } } }, {}],
  ['norms of their own', { optimizer: 'sgd', constraint: { ...fixedNormOf1, joint: false } }, {}],
  ['a norm of W1 alone', { optimizer: 'sgd', constraint: { ...fixedNormOf1, parameters: ['W1'] } }, {}],
  ['a norm of both layers', { optimizer: 'sgd', constraint: { ...fixedNormOf1, parameters: ['W1', 'W2'] } }, {}],
  ['a projected Sim-BN', { optimizer: 'sgd', constraint: fixedNormOf1 }, { model: { name: '2-mlp-sim-bn', width: 4 } }],
  ['a loss without kernels', { optimizer: 'sgd' }, { loss: 'squared-error' }],
  ['an optimizer without kernels', { optimizer: 'gradient-descent' }, {}],
])('%s takes the generic path', (_, phase, input) => {
  expect(paths(phase, input)).toEqual(['generic']);
});

test('each phase has its own path', () => {
  const phases = [
    { optimizer: 'sgd', epochs: 1 },
    { optimizer: 'sam', epochs: 1, batchSize: 3 },
  ];
  expect(plan({ phases }).engine.plan.paths).toEqual(['fused', 'generic']);
});

test('a model without kernels is refused in one sentence', () => {
  expect(() => plan({ model: 'small-network' })).toThrow(
    new LabError(
      'engine',
      'engine "wasm": has kernels for the models 2-mlp-no-bias, 2-mlp-bias, 2-mlp-sim-bn, 2-mlp-sim-ln, 2-mlp-softplus, mlp-bias of @sharpness-lab/models only, not for "small-network" of in-code; use engine tfjs',
    ),
  );
});

/** A package of plugins. */
const packageOf = (name: string, definitions: readonly Definition[]): LabPackage => ({
  origin: { name, version: '0.0.0' },
  module: pluginModule(definitions),
});

/** Plans steps that are fused, with one of the plugins in a third party's package. */
function planWith(theirs: Definition) {
  const ours = (name: string, definitions: readonly Definition[]) =>
    packageOf(
      `@sharpness-lab/${name}`,
      definitions.filter((definition) => definition !== theirs),
    );
  const parts = [
    pluginModule(smallPlugins),
    ours('models', [twoLayerBias, mlpBias, mse, fixedNorm]),
    ours('optimizers', [oneSam, sgd, sam]),
    packageOf('their-plugins', [theirs]),
    engineWasm,
  ];
  const lab = createLab(parts, defaults);
  return lab.plan(lab.resolve({ phases: [{ optimizer: '1-sam', constraint: fixedNormOf1, epochs: 1 }] }));
}

test('a model of the same name and options in a package of a third party gets no kernels', () => {
  expect(() => planWith(twoLayerBias)).toThrow(
    /^engine "wasm": has kernels for .* of @sharpness-lab\/models only, not for "2-mlp-bias" of their-plugins; use engine tfjs$/,
  );
});

test.each<[string, Definition]>([
  ['a loss', mse],
  ['an optimizer', oneSam],
  ['a base optimizer', sgd],
  ['a constraint', fixedNorm],
])('%s of the same name and options in a package of a third party takes the generic path', (_, theirs) => {
  expect(planWith(sam).engine.plan.paths).toEqual(['fused']);
  expect(planWith(theirs).engine.plan.paths).toEqual(['generic']);
});

/** Plans the experiment with a model in the place of the shipped one. */
function planModel(model: Definition<'model'>, options: object) {
  const parts = [pluginModule(smallPlugins), packageOf('@sharpness-lab/models', [model]), optimizers, engineWasm];
  const lab = createLab(parts, { ...defaults, loss: 'squared-error' });
  return lab.plan(lab.resolve({ model: { ...options, name: model.name } }));
}

test('a model with an option that the kernels do not know is refused in one sentence', () => {
  const leaky = defineModel({
    ...twoLayerBias,
    options: z.object({ width: z.int(), leak: z.number() }),
    create: twoLayerBias.create,
  });
  expect(() => planModel(leaky, { width: 4, leak: 0.1 })).toThrow(
    new LabError(
      'engine',
      'engine "wasm": has kernels for the model "2-mlp-bias", but not with the options {"width":4,"leak":0.1}; use engine tfjs',
    ),
  );
});

test('a model whose parameters do not lie as the kernels assume is refused in one sentence', () => {
  const transposed = defineModel({
    ...twoLayerBias,
    create(options, plugins) {
      const model = twoLayerBias.create(options, plugins);
      return {
        ...model,
        parameters: (dimension) => ({
          ...model.parameters(dimension),
          W1: { shape: [dimension, options.width], layer: 1, fanIn: dimension },
        }),
      };
    },
  });
  expect(planModel(twoLayerBias, { width: 4 }).engine.plan.paths).toEqual(['generic']);
  expect(() => planModel(transposed, { width: 4 })).toThrow(
    new LabError(
      'engine',
      'engine "wasm": has kernels for the model "2-mlp-bias" with the parameters W1 [4, 3], W2 [1, 4], b1 [4], but its parameters are W1 [3, 4], W2 [1, 4], b1 [4]; use engine tfjs',
    ),
  );
});

test('a network that does not fit into memory is refused before any memory is allocated', () => {
  for (const model of [
    { name: '2-mlp-bias', width: 10_000_000 },
    { name: 'mlp-bias', widths: [30_000, 30_000] },
  ]) {
    expect(() => plan({ model })).toThrow(/engine "wasm": would need \d+\.\d GB of memory .* reduce/);
  }
});

test('an optimizer’s vectors count as memory', () => {
  const hoarder = defineOptimizer({
    name: 'hoarder',
    summary: 'asks for many vectors, for tests',
    options: z.object({ vectors: z.int() }),
    create: ({ vectors }) =>
      fromUpdate((problem) => {
        for (let k = 0; k < vectors; k++) problem.vector();
        return () => {};
      }),
  });
  const input = (vectors: number): Partial<ExperimentInput> => ({
    model: { name: '2-mlp-bias', width: 100_000 },
    phases: [{ optimizer: { name: 'hoarder', vectors }, epochs: 1 }],
  });
  expect(plan(input(10), [hoarder]).engine.plan.paths).toEqual(['generic']);
  expect(() => plan(input(2000), [hoarder])).toThrow(/would need/);
});

test('a third party’s package can bind a model of its own to the kernels', () => {
  const renamed = defineModel({ ...twoLayerBias, name: 'my-network' });
  const module = new ContainerModule(({ bind }) => {
    bind<Definition>(PLUGIN).toConstantValue(renamed);
    bind<ModelBinding>(MODEL_BINDING).toConstantValue({
      packageName: 'mine',
      name: 'my-network',
      architecture: () => ({ width: 4, bias: true, normalization: 'none' }),
    });
  });
  const mine = { origin: { name: 'mine', version: '0.0.0' }, module };
  expect(plan({ model: { name: 'my-network', width: 4 } }, [mine]).engine.plan.paths).toEqual(['fused']);
});
