import { describe, expect, expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import { smallLab, smallPlugins } from '../testing/stand-ins/small-lab.ts';
import type { Constraint } from './constraint.ts';
import type { Dataset } from './dataset.ts';
import type { Engine } from './engine.ts';
import type { Initializer } from './initializer.ts';
import type { Loss } from './loss.ts';
import type { Metric } from './metric.ts';
import type { Model } from './model.ts';
import type { Observer } from './observer.ts';
import type { Optimizer } from './optimizer.ts';
import {
  DEFINITION,
  type Definition,
  defineConstraint,
  defineDataset,
  defineEngine,
  defineInitializer,
  defineLoss,
  defineMetric,
  defineModel,
  defineObserver,
  defineOptimizer,
  defineSchedule,
  isDefinition,
} from './plugin.ts';
import { PLUGIN_KINDS, type PluginKind } from './plugin-kind.ts';
import { kindOf, type ResolvedReference, reference, scheduled } from './reference.ts';
import type { Schedule } from './schedule.ts';
import type { Tensor } from './tensorflow.ts';

type Created<K extends PluginKind> = ReturnType<Definition<K>['create']>;

describe('definitions', () => {
  const loss = defineLoss({
    name: 'scaled',
    summary: 'a scaled loss',
    options: z.object({ scale: z.number().default(1), label: z.string().optional() }),
    create(options) {
      expectTypeOf(options).toEqualTypeOf<{ scale: number; label?: string | undefined }>();
      return { value: () => options.scale, firstDerivative: () => 0, secondDerivative: () => 0 };
    },
  });

  test('carry their brand and kind', () => {
    expect(loss[DEFINITION]).toBe(true);
    expect(loss.kind).toBe('loss');
    expectTypeOf(loss.kind).toEqualTypeOf<'loss'>();
    expect(DEFINITION).toBe(Symbol.for('@sharpness-lab/definition'));
  });

  test('refuse unknown options, however the schema was written', () => {
    expect(loss.options.safeParse({ scale: 2 }).success).toBe(true);
    expect(loss.options.safeParse({ scle: 2 }).success).toBe(false);
  });

  test.each([
    ['name', 'name: expected lower-case letters, digits and hyphens'],
    ['aliases', 'aliases: expected a list of other names of lower-case letters, digits and hyphens'],
    ['summary', 'summary: expected a line of text that says what it is'],
    ['options', 'options: expected z.object({...}), with z from @sharpness-lab/core'],
    ['create', 'create: expected a function that makes it from its options'],
  ])('are refused with something else for %s', (key, message) => {
    const { [DEFINITION]: _brand, kind: _kind, ...definition } = loss;
    expect(() => defineLoss({ ...definition, [key]: null })).toThrow(message);
  });

  test('of metrics are refused without quantities', () => {
    const trace = { name: 'trace', summary: 'a trace', options: z.object({}), create: () => ({ measure: () => ({}) }) };
    // @ts-expect-error a metric declares what it measures
    expect(() => defineMetric(trace)).toThrow(
      'metric "trace": quantities: expected a list of { name, title, scale } of what it measures, or a function that makes one',
    );
    // @ts-expect-error an axis is linear or logarithmic
    defineMetric({ ...trace, quantities: [{ name: 'trace', title: 'trace', scale: 'square' }] });
  });

  const definers = {
    dataset: defineDataset,
    model: defineModel,
    initializer: defineInitializer,
    loss: defineLoss,
    optimizer: defineOptimizer,
    schedule: defineSchedule,
    constraint: defineConstraint,
    metric: defineMetric,
    engine: defineEngine,
    observer: defineObserver,
  } satisfies Record<PluginKind, unknown>;

  test('have the kinds that there are', () => {
    expect(PLUGIN_KINDS).toEqual(Object.keys(definers));
  });

  test.each(Object.entries(definers))('of kind %s keep what they are given', (kind, define) => {
    const created = {} as never;
    const definition = (define as (definition: object) => Definition)({
      name: 'x',
      summary: 'an x',
      options: z.object({}),
      quantities: [],
      create: () => created,
    });
    expect(definition).toMatchObject({ kind, name: 'x', summary: 'an x' });
    expect(definition.create({}, smallLab().registry)).toBe(created);
  });

  test('fit one list, whatever their options', () => {
    const all: readonly Definition[] = [loss, ...smallPlugins];
    expect(all.filter(isDefinition)).toEqual(all);
    const { [DEFINITION]: _brand, ...unbranded } = loss;
    expect([unbranded, 'scaled', null].filter(isDefinition)).toEqual([]);
  });
});

// The compiler checks these: `npm run typecheck`.
defineMetric({
  name: 'moments',
  summary: 'moments of the parameters',
  options: z.object({ order: z.int().default(2) }),
  quantities(options, { specs }) {
    expectTypeOf(options).toEqualTypeOf<{ order: number }>();
    return Object.keys(specs).map((name) => ({ name, title: `moment ${options.order}`, scale: 'linear' }));
  },
  create: () => ({ measure: () => ({}) }),
});
/** The shapes of a matrix and of a bias, for inputs of this dimension. */
const layer = (width: number, dimension: number) => ({
  W1: { shape: [width, dimension], layer: 1, fanIn: dimension },
  b1: { shape: [width], layer: 1, fanIn: dimension },
});
defineModel({
  name: 'linear',
  summary: 'parameters are known by name where parameters() gives their names',
  options: z.object({ width: z.int().default(2) }),
  create: ({ width }) => ({
    parameters: (dimension) => ({
      ...layer(width, dimension),
      W2: { shape: [1, width], layer: 2, fanIn: width },
    }),
    forward(tf, { W1, b1, W2, ...others }, inputs, trainInputs) {
      expectTypeOf(W1).toEqualTypeOf<Tensor>();
      expectTypeOf(b1).toEqualTypeOf<Tensor>();
      expectTypeOf(W2).toEqualTypeOf<Tensor>();
      expectTypeOf<keyof typeof others>().toEqualTypeOf<never>();
      expectTypeOf(inputs).toEqualTypeOf(trainInputs);
      return tf.squeeze(tf.matMul(tf.add(tf.matMul(inputs, W1, false, true), b1), W2, false, true), [1]);
    },
    closedForms: {
      derivatives: ({ W2 }) => ({
        outputs: Float64Array.from(W2),
        squaredGradientNorms: Float64Array.from(W2),
        laplacians: Float64Array.from(W2),
      }),
      preActivations: ({ W1, b1 }) => Float64Array.of(...W1, ...b1),
      neuronNorms: ({ W1 }) => ({ incoming: Float64Array.from(W1), outgoing: Float64Array.from(W1) }),
    },
  }),
});
defineModel({
  name: 'misspelt',
  summary: 'a parameter that there is not',
  options: z.object({}),
  create() {
    return {
      parameters: (dimension) => layer(1, dimension),
      // @ts-expect-error there is W1, and b1
      forward: (tf, { W }, inputs) => tf.squeeze(tf.matMul(inputs, W, false, true), [1]),
    };
  },
});
defineModel({
  name: 'any-depth',
  summary: 'names made at run time',
  options: z.object({ depth: z.int().default(2) }),
  create: ({ depth }) => ({
    parameters: (dimension) =>
      Object.fromEntries(
        Array.from({ length: depth }, (_, k) => [`W${k}`, { shape: [1, dimension], layer: k + 1, fanIn: dimension }]),
      ),
    forward(tf, parameters, inputs) {
      expectTypeOf(parameters.W0).toEqualTypeOf<Tensor | undefined>();
      return tf.squeeze(tf.matMul(inputs, parameters.W0 as Tensor, false, true), [1]);
    },
  }),
});
defineModel({
  name: 'no-model',
  summary: 'creates no model',
  options: z.object({}),
  // @ts-expect-error a model has a forward pass
  create: () => ({ parameters: (dimension) => layer(1, dimension) }),
});
expectTypeOf<Created<'dataset'>>().toEqualTypeOf<Dataset>();
expectTypeOf<Created<'model'>>().toEqualTypeOf<Model>();
expectTypeOf<Created<'initializer'>>().toEqualTypeOf<Initializer>();
expectTypeOf<Created<'loss'>>().toEqualTypeOf<Loss>();
expectTypeOf<Created<'optimizer'>>().toEqualTypeOf<Optimizer>();
expectTypeOf<Created<'schedule'>>().toEqualTypeOf<Schedule>();
expectTypeOf<Created<'constraint'>>().toEqualTypeOf<Constraint>();
expectTypeOf<Created<'metric'>>().toEqualTypeOf<Metric>();
expectTypeOf<Created<'engine'>>().toEqualTypeOf<Engine>();
expectTypeOf<Created<'observer'>>().toEqualTypeOf<Observer>();
defineLoss({
  name: 'wrong',
  summary: 'creates a metric',
  options: z.object({}),
  // @ts-expect-error a loss has a value and two derivatives
  create: () => ({ measure: () => ({}) }),
});
defineLoss({
  name: 'wrong',
  summary: 'reads another option',
  options: z.object({ scale: z.number() }),
  // @ts-expect-error the option is called scale
  create: ({ factor }) => ({ value: () => factor, firstDerivative: () => 0, secondDerivative: () => 0 }),
});

describe('options that refer to plugins', () => {
  const base = reference('optimizer');
  const rate = scheduled(z.number());

  test('know the kind they refer to', () => {
    expect(kindOf(base.parse('sgd'))).toBe('optimizer');
    expectTypeOf<z.output<typeof base>>().toEqualTypeOf<ResolvedReference<'optimizer'>>();
    expect(kindOf(rate.parse('linear') as ResolvedReference<'schedule'>)).toBe('schedule');
    expect(rate.parse(0.5)).toBe(0.5);
    expectTypeOf<z.output<typeof rate>>().toEqualTypeOf<number | ResolvedReference<'schedule'>>();
  });

  test('are created as that kind', () => {
    const { registry } = smallLab();
    const created = registry.create(registry.defaults('optimizer', 'gradient-descent'));
    expect(created.start).toBeTypeOf('function');
    expectTypeOf(created).toEqualTypeOf<Optimizer>();
    const half = registry.schedule(0.5);
    expect(half(0)).toBe(0.5);
    expectTypeOf(half).toEqualTypeOf<Schedule>();
    const engine = registry.create(registry.defaults('engine', 'reference'));
    expect(engine.rank).toBeTypeOf('number');
    expectTypeOf(engine).toEqualTypeOf<Engine>();
  });
});
