import {
  createLab,
  defineOptimizer,
  type ExperimentOf,
  fromUpdate,
  type Lab,
  LabError,
  measureAt,
  minimize,
  type Optimizer,
  type PluginKind,
  type RunEvent,
  type Schedule,
  scheduled,
  z,
} from '@sharpness-lab/core';
import datasets from '@sharpness-lab/datasets';
import tfjs from '@sharpness-lab/engine-tfjs';
import wasm from '@sharpness-lab/engine-wasm';
import metrics from '@sharpness-lab/metrics';
import models from '@sharpness-lab/models';
import optimizers from '@sharpness-lab/optimizers';
import paper, { defaults } from '@sharpness-lab/paper';
import { describe, expect, expectTypeOf, test } from 'vitest';

/** theta <- theta - learningRate sign(g). */
const signDescent = defineOptimizer({
  name: 'sign-descent',
  summary: 'every parameter moves by the learning rate',
  options: z.object({ learningRate: scheduled(z.number().positive()) }),
  create({ learningRate }, plugins) {
    const rate = plugins.schedule(learningRate);
    return fromUpdate((problem) => {
      const size = problem.vector();
      return (gradient) => {
        problem.abs(gradient, size);
        problem.divide(gradient, size, gradient);
        problem.axpy(-rate(problem.progress), gradient, problem.parameters);
      };
    });
  },
});

const lab = createLab([datasets, models, optimizers, metrics, wasm, tfjs, paper, signDescent], defaults);

const small = {
  dataset: { name: 'xor', dimension: 4, trainSize: 8, testSize: 8 },
  model: { name: '2-mlp-bias', width: 6 },
  metrics: ['loss'],
} as const;

async function lossesOf(events: AsyncIterable<RunEvent>): Promise<number[]> {
  const losses: number[] = [];
  for await (const event of events) if (event.type === 'measured') losses.push(event.values['train-loss'] as number);
  return losses;
}

describe('an experiment in code', () => {
  test('is that of the same configuration in a file', () => {
    const phases = [{ optimizer: { name: '1-sam', rho: 0.1, base: 'sgd' }, epochs: 3 }] as const;
    const { identity } = lab.experiment({ ...small, phases });
    const saved = lab.plan(lab.resolve(JSON.parse(JSON.stringify({ ...small, phases }))));
    expect(identity).toEqual(saved.identity);
    expect(identity.versions).toEqual({
      '@sharpness-lab/core': expect.any(String),
      '@sharpness-lab/datasets': 'unknown',
      '@sharpness-lab/engine-wasm': 'unknown',
      '@sharpness-lab/metrics': 'unknown',
      '@sharpness-lab/models': 'unknown',
      '@sharpness-lab/optimizers': 'unknown',
    });
  });

  test('streams its events', async () => {
    const experiment = lab.experiment({
      ...small,
      phases: [
        { optimizer: { name: '1-sam', rho: 0.05, base: { name: 'sgd', learningRate: 0.02 } }, epochs: 20 },
        { optimizer: { name: 'sign-descent', learningRate: { name: 'linear', from: 0.001, to: 0 } }, epochs: 20 },
      ],
    });
    const losses = await lossesOf(lab.run(experiment));
    expect(losses.length).toBeGreaterThan(2);
    expect(losses.at(-1)).toBeLessThan(losses[0] as number);
  });

  test('is measured at parameters of one’s own', async () => {
    // f(x) = v relu(w x) at v = w = 1 on two samples: errors (0 - 1)^2 and (2 - 2)^2.
    const experiment = lab.experiment({
      dataset: { name: 'explicit', train: { inputs: [[-1], [2]], targets: [1, 2] } },
      model: { name: '2-mlp-no-bias', width: 1 },
      phases: [],
      metrics: ['loss', 'hessian-trace'],
    });
    const parameters = { W1: Float32Array.of(1), W2: Float32Array.of(1) };
    for await (const { values } of measureAt(experiment, [parameters])) {
      // On the second sample alone, where the error is zero: 2 (df/dw)^2 + 2 (df/dv)^2 = 8 + 8; the mean is over two
      // samples.
      expect(values).toMatchObject({ 'train-loss': 0.5, 'hessian-trace': 8 });
    }
  });
});

describe('one plugin alone', () => {
  test('SAM on a quadratic takes its gradient at the perturbed point', () => {
    const sam = lab.create('optimizer', { name: 'sam', rho: 0.1, base: { name: 'sgd', learningRate: 0.25 } });
    expectTypeOf(sam).toEqualTypeOf<Optimizer>();
    const gradient = (at: Float64Array, out: Float64Array) => {
      const [x = 0] = at;
      out[0] = x;
      return (x * x) / 2;
    };
    // x <- x - 0.25 (x + 0.1 sign x)
    let expected = 1;
    for (let k = 0; k < 5; k++) expected -= 0.25 * (expected + 0.1);
    expect(minimize(sam, { start: Float64Array.of(1), gradient, steps: 5 }).parameters[0]).toBeCloseTo(expected, 14);
    const { parameters } = minimize(sam, { start: Float64Array.of(1), gradient, steps: 200 });
    expect(Math.abs(parameters[0] as number)).toBeLessThan(0.026);
  });

  test('is created by kind', () => {
    const schedule = lab.create('schedule', { name: 'linear', from: 1, to: 0 });
    expectTypeOf(schedule).toEqualTypeOf<Schedule>();
    expect(schedule(0.25)).toBe(0.75);
    expect(lab.create('dataset', { name: 'xor', trainSize: 7 }).trainSize).toBe(7);
  });

  test.each<[() => unknown, string]>([
    // @ts-expect-error a number
    [() => lab.create('optimizer', { name: 'sam', rho: 'x' }), 'optimizer.rho: '],
    // @ts-expect-error of another kind
    [() => lab.create('schedule', 'sgd'), 'schedule: unknown schedule "sgd"'],
    // @ts-expect-error without a name
    [() => lab.create('optimizer', {}), 'optimizer.name: expected a string'],
    // @ts-expect-error required options
    [() => lab.create('schedule', 'linear'), 'schedule.from: '],
  ])('refuses what the compiler refuses: %s', (create, message) => {
    expect(create).toThrow(LabError);
    expect(create).toThrow(message);
  });
});

describe('the compiler refuses what the lab refuses', () => {
  const rest = { ...small, phases: [] } as const;
  const refused = (name: string, experiment: () => unknown, message: string) =>
    test(name, () => expect(experiment).toThrow(message));

  // @ts-expect-error
  refused('a misspelt option', () => lab.experiment({ ...rest, dataset: { name: 'xor', dimensoin: 3 } }), 'dimensoin');
  // @ts-expect-error
  refused('an option of another plugin', () => lab.experiment({ ...rest, loss: { name: 'mse', rho: 1 } }), 'rho');
  refused(
    'an option of the wrong type',
    // @ts-expect-error
    () => lab.experiment({ ...rest, phases: [{ optimizer: { name: '1-sam', rho: 'x' }, epochs: 1 }] }),
    'phases.0.optimizer.rho',
  );
  refused(
    'a misspelt option of a nested plugin',
    () =>
      lab.experiment({
        ...rest,
        // @ts-expect-error
        phases: [{ optimizer: { name: '1-sam', base: { name: 'sgd', learningrate: 1 } }, epochs: 1 }],
      }),
    'learningrate',
  );
  refused(
    'a nested plugin of the wrong kind',
    // @ts-expect-error
    () => lab.experiment({ ...rest, phases: [{ optimizer: { name: 'sam', base: 'xor' }, epochs: 1 }] }),
    'xor',
  );
  refused(
    'an option that is missing',
    // @ts-expect-error
    () => lab.experiment({ ...rest, phases: [{ optimizer: 'sign-descent', epochs: 1 }] }),
    'learningRate',
  );
  // @ts-expect-error
  refused('an unknown name', () => lab.experiment({ ...rest, model: { name: '2-mpl-bias', width: 5 } }), '2-mpl-bias');
  // @ts-expect-error
  refused('a plugin of the wrong kind', () => lab.experiment({ ...rest, model: 'xor' }), 'unknown model "xor"');
  // @ts-expect-error
  refused('an unknown metric', () => lab.experiment({ ...rest, metrics: ['loss', 'hesian-trace'] }), 'hesian-trace');
  // @ts-expect-error
  refused('an unknown engine', () => lab.experiment({ ...rest, engine: 'wsm' }), 'wsm');
  // @ts-expect-error
  refused('an unknown key', () => lab.experiment({ ...rest, sed: 1 }), 'sed');
  // @ts-expect-error
  refused('a key that is missing', () => lab.experiment({ ...small }), 'phases');

  const bare = createLab([datasets, models, metrics, wasm]);
  // @ts-expect-error
  refused('a key without a default', () => bare.experiment(rest), 'init');
  refused(
    'a plugin of a package that is not there',
    // @ts-expect-error
    () => bare.experiment({ ...rest, init: 'memorizing', loss: 'mse' }),
    'memorizing',
  );
  refused(
    'a default that is wrong',
    // @ts-expect-error
    () => createLab([datasets, models, wasm], { init: 'uniform-fan-in', loss: 'sme' }).experiment(rest),
    'sme',
  );
});

test('names are those of the plugins, and any of a lab whose packages are found at run time', () => {
  type Of<L> = L extends Lab<infer D, infer _> ? ExperimentOf<D> : never;
  type Names<T> = Extract<T, string>;
  const namesOf = (kind: PluginKind) => lab.registry.list(kind).map(({ definition }) => definition.name);
  expect(namesOf('loss')).toEqual(['logistic', 'mse']);
  expectTypeOf<Names<Of<typeof lab>['loss']>>().toEqualTypeOf<'mse' | 'logistic'>();
  expect(namesOf('engine')).toEqual(['tfjs', 'wasm']);
  expectTypeOf<NonNullable<Names<Of<typeof lab>['engine']>>>().toEqualTypeOf<'auto' | 'wasm' | 'tfjs'>();
  expectTypeOf<Names<Of<Lab>['loss']>>().toEqualTypeOf<string>();
  expectTypeOf(lab).toExtend<Lab>();
});
