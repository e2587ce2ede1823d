import { beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { defineObserver, defineOptimizer, defineSchedule } from '../../contracts/plugin.ts';
import { gradientDescent, squaredError } from '../stand-ins/small-plugins.ts';
import { type Clause, violations } from './contract.ts';
import { testPlugins } from './plugins.ts';
import { runSuite } from './suite.ts';

// Keeps what would be registered, so that a suite that fails can be looked at.
vi.mock(import('./suite.ts'), () => ({ runSuite: vi.fn() }));
const suites = vi.mocked(runSuite).mock.calls;
beforeEach(() => {
  suites.length = 0;
});

/** The clauses that were registered for a plugin's kind, over all of its cases. */
const clausesOf = ([, cases, , clauses]: (typeof suites)[number]): Clause[] => cases.flatMap(clauses);

const still = defineOptimizer({
  name: 'still',
  summary: 'moves nothing',
  options: z.object({}),
  create: () => ({ start: () => () => {} }),
});
const constant = defineSchedule({
  name: 'constant',
  summary: 'one value',
  options: z.object({ value: z.number() }),
  create:
    ({ value }) =>
    () =>
      value,
});
const silent = defineObserver({
  name: 'silent',
  summary: 'looks and says nothing',
  options: z.object({}),
  create: () => ({ observe() {} }),
});

test('every plugin is tested against the contract of its kind, with its defaults where no cases are given', async () => {
  const constantCases = [{ options: { value: 2 } }, { options: { value: 3 }, values: [[0.5, 3]] as const }];
  testPlugins({ gradientDescent, squaredError, constant, silent }, { constant: constantCases });
  expect(suites.map(([{ kind, name }, cases]) => [kind, name, cases])).toEqual([
    ['optimizer', 'gradient-descent', [{}]],
    ['loss', 'squared-error', [{}]],
    ['schedule', 'constant', constantCases],
    ['observer', 'silent', [{}]],
  ]);
  for (const suite of suites) expect(await violations(clausesOf(suite))).toEqual([]);
});

test('a plugin that breaks the contract of its kind, or a case that it does not meet, fails', async () => {
  testPlugins({ still, constant }, { constant: [{ options: { value: 2 }, values: [[0.5, 3]] }] });
  const broken = await Promise.all(suites.map((suite) => violations(clausesOf(suite))));
  expect(broken[0]?.join('\n')).toContain('the parameters have not moved in 10 steps');
  expect(broken[1]?.join('\n')).toContain('expected 3');
});

test('plugins may refer to each other, and to those that are given besides', () => {
  testPlugins({ gradientDescent, constant }, { constant: [{ options: { value: 1 } }] }, { plugins: [squaredError] });
  for (const [, , { plugins }] of suites) expect(plugins).toEqual([gradientDescent, constant, squaredError]);
});

test('the compiler refuses cases of no plugin, of another kind and with wrong options', () => {
  const registered = () => {
    // @ts-expect-error
    testPlugins({ gradientDescent }, { gradientDecent: [{}] });
    // @ts-expect-error
    testPlugins({ gradientDescent }, { gradientDescent: [{ minimizer: (y: number) => y }] });
    // @ts-expect-error
    testPlugins({ constant }, { constant: [{ options: { valeu: 1 } }] });
  };
  expect(registered).not.toThrow();
});
