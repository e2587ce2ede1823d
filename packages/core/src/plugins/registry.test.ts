import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Definition, defineLoss, defineOptimizer, defineSchedule } from '../contracts/plugin.ts';
import { reference, scheduled } from '../contracts/reference.ts';
import { LabError } from '../errors.ts';
import { PluginRegistry } from './registry.ts';

const origin = { name: 'a-package', version: '1.2.3' };

const linear = defineSchedule({
  name: 'linear',
  summary: 'from one value to another',
  options: z.object({ from: z.number(), to: z.number().default(0) }),
  create:
    ({ from, to }) =>
    (progress) =>
      from + (to - from) * progress,
});

/** An optimizer that contains the options with which it was made. */
const base = defineOptimizer({
  name: 'base',
  summary: 'the base',
  options: z.object({ learningRate: scheduled(z.number().positive()).default(0.1) }),
  create({ learningRate }, plugins) {
    const rate = plugins.schedule(learningRate);
    return { start: () => () => {}, refuses: () => `${rate(0.5)}` };
  },
});

const wrapper = defineOptimizer({
  name: 'wrapper',
  summary: 'wraps',
  options: z.object({
    rho: z.number().min(0).default(0.05),
    base: reference('optimizer').prefault('base'),
    others: z.array(reference('optimizer')).default([]),
  }),
  create: (options, plugins) => plugins.create(options.base),
});

const broken = defineLoss({
  name: 'broken',
  summary: 'cannot start',
  options: z.object({ politely: z.boolean().default(false) }),
  create({ politely }) {
    throw politely ? new LabError('config', 'loss: not today') : new TypeError('x is not a function');
  },
});

function registryOf(...definitions: Definition[]): PluginRegistry {
  const registry = new PluginRegistry();
  for (const definition of definitions) registry.add(definition, origin);
  return registry;
}

const registry = registryOf(wrapper, base, linear, broken);

function resolve(input: unknown, path: readonly PropertyKey[] = []) {
  return registry.resolve(reference('optimizer').parse(input), path);
}

const plain = (value: unknown) => JSON.parse(JSON.stringify(value)) as unknown;

describe('list and get', () => {
  test('list plugins of a kind in alphabetical order, or all', () => {
    const names = (kind?: 'optimizer') => registry.list(kind).map(({ definition }) => definition.name);
    expect(names('optimizer')).toEqual(['base', 'wrapper']);
    expect(names()).toEqual(['broken', 'base', 'wrapper', 'linear']);
  });

  test('know where a plugin came from', () => {
    expect(registry.get('schedule', 'linear')).toEqual({ definition: linear, origin });
  });

  test.each<[string, readonly PropertyKey[], string]>([
    ['bsae', [], 'unknown optimizer "bsae" (did you mean "base"?)'],
    ['adam', ['phases', 0, 'optimizer'], 'phases.0.optimizer: unknown optimizer "adam" (known: base, wrapper)'],
    ['linear', [], 'unknown optimizer "linear" (known: base, wrapper)'],
  ])('name the nearest for "%s" at %j', (name, path, message) => {
    expect(() => registry.get('optimizer', name, path)).toThrow(new LabError('config', message));
  });

  test('say when there is none at all', () => {
    expect(() => registry.get('engine', 'tfjs')).toThrow('unknown engine "tfjs" (known: none)');
  });
});

describe('add', () => {
  test('refuses a second plugin of the same kind and name', () => {
    const other = { name: 'b-package', version: '0.0.1' };
    expect(() => registryOf(base).add(base, other)).toThrow(
      new LabError('plugin', 'optimizer "base" of b-package is already provided by a-package: rename one of them'),
    );
  });

  test('refuses names that are aliases of others, and aliases that are names', () => {
    const renamed = { ...base, name: 'renamed', aliases: ['base', 'older'] };
    const other = { name: 'b-package', version: '0.0.1' };
    const message = (name: string) =>
      new LabError('plugin', `optimizer "${name}" of b-package is already provided by a-package: rename one of them`);
    expect(() => registryOf(base).add(renamed, other)).toThrow(message('base'));
    expect(() => registryOf(renamed).add(base, other)).toThrow(message('base'));
    expect(() => registryOf(renamed).add({ ...base, name: 'x', aliases: ['older'] }, other)).toThrow(message('older'));
  });

  test('takes the same name for another kind', () => {
    const schedule = defineSchedule({ ...linear, name: 'base' });
    expect(registryOf(base, schedule).list()).toHaveLength(2);
  });
});

describe('resolve', () => {
  test('fills in defaults, also within references', () => {
    expect(plain(resolve('wrapper'))).toEqual({
      name: 'wrapper',
      rho: 0.05,
      base: { name: 'base', learningRate: 0.1 },
      others: [],
    });
  });

  test('tells the package of each plugin, also within references, and does not serialise it', () => {
    const mixed = new PluginRegistry();
    mixed.add(wrapper, origin);
    mixed.add(base, { name: 'their-package', version: '1.0.0' });
    const resolved = mixed.resolve(reference('optimizer').parse('wrapper'));
    expect(resolved.packageName).toBe('a-package');
    expect(resolved.options.base).toMatchObject({ name: 'base', packageName: 'their-package' });
    expect(JSON.stringify(resolved)).not.toContain('package');
  });

  test('resolves references in lists and schedules', () => {
    const resolved = resolve({
      name: 'wrapper',
      base: { name: 'base', learningRate: { name: 'linear', from: 1 } },
      others: ['base'],
    });
    expect(plain(resolved)).toEqual({
      name: 'wrapper',
      rho: 0.05,
      base: { name: 'base', learningRate: { name: 'linear', from: 1, to: 0 } },
      others: [{ name: 'base', learningRate: 0.1 }],
    });
  });

  test('gives back what serialises to the same again', () => {
    const once = plain(resolve({ name: 'wrapper', base: { name: 'base', learningRate: { name: 'linear', from: 1 } } }));
    expect(plain(resolve(once))).toEqual(once);
  });

  test('leaves everything else as it is', () => {
    const value = { a: [1, 'b', null, undefined], c: { d: true } };
    expect(registry.resolve(value)).toEqual(value);
  });

  test.each<[unknown, string]>([
    [{ name: 'wrapper', rho: -1 }, 'at.rho: expected a number >= 0, got -1'],
    [{ name: 'wrapper', roh: 1 }, 'unknown key "roh" in at (did you mean "rho"?)'],
    [{ name: 'wrapper', base: 'bases' }, 'at.base: unknown optimizer "bases" (did you mean "base"?)'],
    [
      { name: 'wrapper', base: { name: 'base', learningRate: 0 } },
      'at.base.learningRate: expected a number > 0, got 0',
    ],
    [
      { name: 'wrapper', base: { name: 'base', learningRate: 'linaer' } },
      'at.base.learningRate: unknown schedule "linaer" (did you mean "linear"?)',
    ],
    [
      { name: 'wrapper', base: { name: 'base', learningRate: { name: 'linear' } } },
      'at.base.learningRate.from: expected a number, but it is missing',
    ],
    [
      { name: 'wrapper', others: ['base', { name: 'base', rate: 1 }] },
      'unknown key "rate" in at.others.1 (known: learningRate)',
    ],
  ])('refuses %j', (input, message) => {
    expect(() => resolve(input, ['at'])).toThrow(new LabError('config', message));
  });

  test('an alias is the plugin by its name, with its options', () => {
    const renamed = registryOf({ ...base, name: 'renamed', aliases: ['older'] }, wrapper);
    const parsed = reference('optimizer').parse({ name: 'wrapper', base: { name: 'older', learningRate: 2 } });
    expect(plain(renamed.resolve(parsed))).toEqual({
      name: 'wrapper',
      rho: 0.05,
      base: { name: 'renamed', learningRate: 2 },
      others: [],
    });
    expect(renamed.get('optimizer', 'older')).toBe(renamed.get('optimizer', 'renamed'));
    expect(renamed.list('optimizer').map(({ definition }) => definition.name)).toEqual(['renamed', 'wrapper']);
    expect(() => renamed.get('optimizer', 'oldest')).toThrow('unknown optimizer "oldest" (known: renamed, wrapper)');
  });

  test('defaults is the reference to a plugin with no options given', () => {
    expect(plain(registry.defaults('optimizer', 'wrapper'))).toEqual(plain(resolve('wrapper')));
  });
});

describe('create', () => {
  test('makes plugins that make the plugins they refer to', () => {
    const optimizer = registry.create(
      resolve({ name: 'wrapper', base: { name: 'base', learningRate: { name: 'linear', from: 1 } } }),
    );
    expect(optimizer.refuses?.({ batchSize: 1, trainSize: 1 })).toBe('0.5');
  });

  test('schedule takes constants and schedules', () => {
    expect(registry.schedule(3)(0.7)).toBe(3);
    const falling = registry.resolve(reference('schedule').parse({ name: 'linear', from: 1 }));
    expect(registry.schedule(falling)(0.25)).toBe(0.75);
  });

  test('says which plugin failed, of which package, and why', () => {
    expect(() => registry.create(registry.defaults('loss', 'broken'))).toThrow(
      new LabError('plugin', 'loss "broken" of a-package failed to start: x is not a function'),
    );
  });

  test('lets a plugin’s own errors through', () => {
    const politely = registry.resolve(reference('loss').parse({ name: 'broken', politely: true }));
    expect(() => registry.create(politely)).toThrow(new LabError('config', 'loss: not today'));
  });
});
