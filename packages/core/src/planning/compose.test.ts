import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { EnginePlan } from '../contracts/engine.ts';
import type { ExperimentInput } from '../contracts/experiment-config.ts';
import { type Definition, defineConstraint, defineEngine, defineOptimizer } from '../contracts/plugin.ts';
import { LabError } from '../errors.ts';
import { labOf } from '../testing/create-plugin.ts';
import { smallLab, smallPlugins } from '../testing/stand-ins/small-lab.ts';

const single = defineOptimizer({
  name: 'single',
  summary: 'one sample at a time',
  options: z.object({}),
  create: () => ({
    refuses: ({ batchSize, trainSize }) =>
      batchSize === 1 ? undefined : `requires batchSize 1, got ${batchSize} of ${trainSize}`,
    start: () => () => {},
  }),
});

const needsGamma = defineConstraint({
  name: 'needs-gamma',
  summary: 'constrains gamma',
  options: z.object({}),
  create: () => ({
    refuses: (specs) => (Object.hasOwn(specs, 'gamma') ? undefined : `needs gamma, not ${Object.keys(specs)}`),
    start: () => () => {},
  }),
});

const free = defineConstraint({
  name: 'free',
  summary: 'constrains nothing',
  options: z.object({}),
  create: () => ({ start: () => () => {} }),
});

function engineOf(name: string, rank: number, plan: EnginePlan): Definition {
  return defineEngine({
    name,
    summary: 'an engine',
    options: z.object({ threads: z.int().default(1) }),
    create: ({ threads }) => ({
      rank: rank * threads,
      plan: () => plan,
      open: () => Promise.reject(new Error('not to be opened')),
    }),
  });
}

function plan(input: Partial<ExperimentInput>, ...plugins: Definition[]) {
  const lab = smallLab(plugins);
  return lab.plan(lab.resolve(input));
}

describe('compose', () => {
  test('creates everything the configuration names', () => {
    const { experiment } = plan(
      {
        phases: [
          { optimizer: 'single', epochs: 1, constraint: 'free' },
          { optimizer: 'gradient-descent', epochs: 1, batchSize: 6 },
        ],
      },
      single,
      free,
    );
    expect(experiment.dataset).toMatchObject({ dimension: 3, trainSize: 6, testSize: 5 });
    expect(Object.keys(experiment.model.parameters(3))).toEqual(['W1', 'b1', 'W2']);
    expect(experiment.loss.value(3, 1)).toBe(4);
    expect(experiment.phases.map(({ config, constraint }) => [config.batchSize, constraint !== undefined])).toEqual([
      [1, true],
      [6, false],
    ]);
  });

  test.each<[string, Partial<ExperimentInput>, string]>([
    [
      'a batch larger than the training set',
      {
        phases: [
          { optimizer: 'single', epochs: 1 },
          { optimizer: 'single', epochs: 1, batchSize: 7 },
        ],
      },
      'phases.1.batchSize: expected at most the 6 training samples, got 7',
    ],
    [
      'what the optimizer refuses',
      { phases: [{ optimizer: 'single', epochs: 1, batchSize: 2 }] },
      'phases.0: optimizer "single" requires batchSize 1, got 2 of 6',
    ],
    [
      'what the constraint refuses',
      { phases: [{ optimizer: 'single', epochs: 1, constraint: 'needs-gamma' }] },
      'phases.0: constraint "needs-gamma" needs gamma, not W1,b1,W2',
    ],
  ])('refuses %s', (_what, input, message) => {
    expect(() => plan(input, single, needsGamma)).toThrow(new LabError('config', message));
  });
});

describe('chooseEngine', () => {
  const slow = engineOf('slow', 1, { paths: ['slow path'] });
  const fast = engineOf('fast', 2, { paths: ['fast path'] });
  const picky = engineOf('picky', 9, { refusal: 'knows no ReLU, use engine "slow"' });

  test('auto takes the highest rank that can', () => {
    expect(plan({ engine: 'auto' }, slow, fast, picky).engine).toMatchObject({
      name: 'fast',
      options: { threads: 1 },
      paths: ['fast path'],
    });
  });

  test('a named engine is taken, with its options', () => {
    expect(plan({ engine: { name: 'slow', threads: 4 } }, slow, fast).engine).toMatchObject({
      name: 'slow',
      options: { threads: 4 },
      engine: { rank: 4 },
      paths: ['slow path'],
    });
  });

  test('a named engine that refuses is not replaced by another', () => {
    expect(() => plan({ engine: 'picky' }, slow, picky)).toThrow(
      new LabError('engine', 'engine "picky": knows no ReLU, use engine "slow"'),
    );
  });

  test('when none can, all say why', () => {
    const rest = smallPlugins.filter(({ kind }) => kind !== 'engine');
    const planWith = (...engines: Definition[]) => {
      const lab = labOf([...rest, ...engines]);
      const config = {
        dataset: 'small-data',
        model: 'small-network',
        init: 'any-start',
        loss: 'squared-error',
        phases: [],
      };
      return lab.plan(lab.resolve(config));
    };
    const pickier = engineOf('pickier', 10, { refusal: 'knows no network' });
    expect(() => planWith(picky, pickier)).toThrow(
      new LabError('engine', 'engine "pickier": knows no network\nengine "picky": knows no ReLU, use engine "slow"'),
    );
    expect(() => planWith()).toThrow(new LabError('engine', 'no engine is loaded'));
  });
});
