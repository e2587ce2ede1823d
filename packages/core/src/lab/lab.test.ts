import { ContainerModule } from 'inversify';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import type { PluginInput } from '../config/typed-input.ts';
import { type Definition, defineLoss } from '../contracts/plugin.ts';
import { LabError } from '../errors.ts';
import { smallPlugins } from '../testing/stand-ins/small-lab.ts';
import { createLab, type Lab } from './lab.ts';
import { PLUGIN, pluginModule } from './plugin-module.ts';

const origin = (name: string) => ({ name, version: '1.0.0' });
const small = { origin: origin('small'), module: pluginModule(smallPlugins) };

const absolute = defineLoss({
  name: 'absolute',
  summary: '|f - y|',
  options: z.object({}),
  create: () => ({
    value: (f, y) => Math.abs(f - y),
    firstDerivative: (f, y) => Math.sign(f - y),
    secondDerivative: () => 0,
  }),
});

const squared = defineLoss({
  name: 'squared',
  summary: '(f - y)^2 times a factor',
  options: z.object({ factor: z.number().default(1) }),
  create: ({ factor }) => ({
    value: (f, y) => factor * (f - y) ** 2,
    firstDerivative: (f, y) => 2 * factor * (f - y),
    secondDerivative: () => 2 * factor,
  }),
});

const config = {
  dataset: 'small-data',
  model: 'small-network',
  init: 'any-start',
  loss: 'squared-error',
  phases: [{ optimizer: 'gradient-descent', epochs: 1 }],
};

describe('createLab', () => {
  test('loads the plugins of all packages, and knows where they came from', () => {
    const { registry } = createLab([small, { origin: origin('more'), module: pluginModule([absolute]) }]);
    expect(registry.list('loss').map(({ definition, origin: { name } }) => [definition.name, name])).toEqual([
      ['absolute', 'more'],
      ['squared-error', 'small'],
    ]);
  });

  test('takes any container module', () => {
    const module = new ContainerModule(({ bind }) => {
      bind<Definition>(PLUGIN).toConstantValue(absolute);
    });
    const { registry } = createLab([{ origin: origin('by hand'), module }]);
    expect(registry.get('loss', 'absolute').origin.name).toBe('by hand');
  });

  test.each([
    [pluginModule([]), 'bad provides no plugins: bind definitions to PLUGIN in its module'],
    [
      new ContainerModule(({ bind }) => {
        bind(PLUGIN).toConstantValue({ kind: 'loss', name: 'absolute' });
      }),
      'bad binds something to PLUGIN that is no plugin: make it with one of the define functions of @sharpness-lab/core',
    ],
    [
      new ContainerModule(() => {
        throw new Error('no binding today');
      }),
      'the module of bad does not load: no binding today',
    ],
  ])('refuses a module without plugins', (module, message) => {
    expect(() => createLab([small, { origin: origin('bad'), module }])).toThrow(new LabError('plugin', message));
  });

  test('refuses two packages of the same name, which an identity could not tell apart', () => {
    const packages = ['/a', '/b'].map((path) => ({
      origin: { ...origin('one'), path },
      module: pluginModule([absolute]),
    }));
    expect(() => createLab(packages)).toThrow('two packages of plugins are called one (/a and /b): rename');
  });

  test('takes modules and definitions without a package', () => {
    const { registry } = createLab([pluginModule(smallPlugins), pluginModule([squared]), absolute]);
    expect(registry.list('loss').map(({ definition, origin: { name } }) => [definition.name, name])).toEqual([
      ['absolute', 'in-code'],
      ['squared', 'in-code'],
      ['squared-error', 'in-code'],
    ]);
    expect(() => createLab([absolute, { ...absolute }])).toThrow(
      new LabError('plugin', 'loss "absolute" of in-code is already provided by in-code: rename one of them'),
    );
  });

  test('takes the name of a package from its module, and no version', () => {
    const { registry } = createLab([pluginModule([absolute], 'mine'), pluginModule([squared])]);
    expect(registry.list('loss').map(({ origin }) => origin)).toEqual([
      { name: 'mine', version: 'unknown' },
      { name: 'in-code', version: 'unknown' },
    ]);
    expect(() => createLab([pluginModule([absolute], 'mine'), pluginModule([squared], 'mine')])).toThrow(
      'two packages of plugins are called mine (version unknown and version unknown): rename',
    );
  });

  test('knows the plugins that it is composed of, and leaves those open that a container module binds', () => {
    type LossOf<L> = L extends Lab<infer D, infer _> ? PluginInput<D, 'loss'> : never;
    const losses = (lab: Lab) => lab.registry.list('loss').map(({ definition }) => definition.name);
    const module = pluginModule([absolute]);
    const labOfModule = createLab([module]);
    expect(losses(labOfModule)).toEqual(['absolute']);
    expectTypeOf<LossOf<typeof labOfModule>>().toEqualTypeOf<'absolute' | { readonly name: 'absolute' }>();
    const labOfPackage = createLab([{ origin: origin('mine'), module }, squared]);
    expect(losses(labOfPackage)).toEqual(['absolute', 'squared']);
    expectTypeOf<Extract<LossOf<typeof labOfPackage>, string>>().toEqualTypeOf<'absolute' | 'squared'>();
    const container = new ContainerModule(({ bind }) => {
      bind(PLUGIN).toConstantValue(squared);
    });
    const labOfContainer = createLab([container, absolute]);
    expect(losses(labOfContainer)).toEqual(['absolute', 'squared']);
    expectTypeOf<Extract<LossOf<typeof labOfContainer>, string>>().toEqualTypeOf<string>();
    // @ts-expect-error neither a module nor a definition
    expect(() => createLab([{ name: 'absolute' }])).toThrow('the module of in-code does not load');
  });

  test('refuses two plugins of the same kind and name', () => {
    const copy = { ...absolute };
    expect(() =>
      createLab([
        { origin: origin('one'), module: pluginModule([absolute]) },
        { origin: origin('two'), module: pluginModule([copy]) },
      ]),
    ).toThrow(new LabError('plugin', 'loss "absolute" of two is already provided by one: rename one of them'));
  });

  test('binds under a token that another copy of this package shares', () => {
    expect(PLUGIN).toBe(Symbol.for('@sharpness-lab/plugin'));
  });
});

describe('resolve', () => {
  const lab = createLab([small], { seed: 7 });

  test('completes a configuration', () => {
    expect(JSON.parse(JSON.stringify(lab.resolve(config)))).toEqual({
      name: 'experiment',
      seed: 7,
      dataset: { name: 'small-data', dimension: 3, trainSize: 6, testSize: 5 },
      model: { name: 'small-network', width: 4 },
      init: { name: 'any-start' },
      loss: { name: 'squared-error' },
      engine: 'auto',
      phases: [
        {
          optimizer: { name: 'gradient-descent', learningRate: 0.05 },
          epochs: 1,
          batchSize: 1,
          order: 'shuffled',
          keepState: false,
        },
      ],
      metrics: [],
      measure: {},
      observers: [],
      plugins: [],
    });
  });

  test('what it saved resolves to the same', () => {
    const saved = JSON.stringify(lab.resolve(config));
    expect(JSON.stringify(lab.resolve(JSON.parse(saved)))).toBe(saved);
  });

  test('overrides come after the configuration, which comes after the defaults', () => {
    expect(lab.resolve({ ...config, seed: 8 }).seed).toBe(8);
    expect(lab.resolve({ ...config, seed: 8 }, [['seed', 9]]).seed).toBe(9);
  });

  test.each<[unknown, string]>([
    [{ ...config, datset: 'xor' }, 'unknown key "datset" (did you mean "dataset"?)'],
    [{ ...config, model: 'small-netwrok' }, 'model: unknown model "small-netwrok" (did you mean "small-network"?)'],
    [{ ...config, model: { name: 'small-network', width: 0 } }, 'model.width: expected a number >= 1, got 0'],
    [
      { ...config, phases: [{ optimizer: { name: 'gradient-descent', learningrate: 1 }, epochs: 1 }] },
      'unknown key "learningrate" in phases.0.optimizer (did you mean "learningRate"?)',
    ],
    [
      { ...config, phases: [{ optimizer: 'gradient-descent' }] },
      'phases.0.epochs: expected a number, but it is missing',
    ],
    [{ ...config, seed: -1 }, 'seed: expected a number >= 0, got -1'],
    [{ ...config, name: 'two words' }, 'name: expected letters, digits, ".", "_" and "-" only, got "two words"'],
    ['fig1a', 'configuration: expected an object, got "fig1a"'],
    [[config], /^configuration: expected an object, got \[\{"dataset":"small-data".*… \(a list of 1\)$/.source],
  ])('refuses %j', (input, message) => {
    const refusal = (): unknown => lab.resolve(input);
    if (message.startsWith('^')) expect(refusal).toThrow(new RegExp(message));
    else expect(refusal).toThrow(new LabError('config', message));
  });
});
