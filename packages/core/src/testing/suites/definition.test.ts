import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Definition, defineLoss, defineOptimizer } from '../../contracts/plugin.ts';
import { reference } from '../../contracts/reference.ts';
import { gradientDescent, squaredError } from '../stand-ins/small-plugins.ts';
import { violations } from './contract.ts';
import { definitionClauses, optionsClauses } from './definition.ts';

function lossWith<Options extends z.ZodObject>(options: Options) {
  return defineLoss({
    name: 'tested',
    summary: 'a loss',
    options,
    create: () => ({ value: () => 0, firstDerivative: () => 0, secondDerivative: () => 0 }),
  });
}

const described = z.object({ scale: z.number().default(1).describe('what the loss is multiplied by') });

describe('a definition is reported', () => {
  test.each([
    ['with a name in capitals', { ...squaredError, name: 'MSE' }, 'name: expected lower case with hyphens, got "MSE"'],
    [
      'with a summary of two lines',
      { ...squaredError, summary: 'squared\nerror' },
      'summary: expected one line of 2 to 120 characters, got "squared\nerror"',
    ],
    [
      'with an option that is not described',
      lossWith(z.object({ scale: z.number().default(1) })),
      'option "scale": expected a description',
    ],
    [
      'with options that no JSON Schema can express',
      lossWith(z.object({ scale: z.bigint().describe('a scale') })),
      'BigInt cannot be represented in JSON Schema',
    ],
    [
      'with an option called name',
      lossWith(z.object({ name: z.string().describe('a name') })),
      'option "name": it is the plugin’s name, choose another key',
    ],
  ])('%s', async (_what, definition, complaint) => {
    const complaints = await violations(definitionClauses(definition as Definition));
    expect(complaints).toHaveLength(1);
    expect(complaints[0]).toContain(complaint);
  });

  test('whose options let unknown keys through', async () => {
    const loose = { ...lossWith(described), options: described.loose() };
    expect(await violations(optionsClauses(loose, {}, []))).toEqual([
      expect.stringContaining('an unknown key was accepted'),
    ]);
  });

  test('whose options change when they are read back', async () => {
    const options = z.object({
      scale: z
        .number()
        .transform((scale) => 2 * scale)
        .default(1),
    });
    const [complaint] = await violations(optionsClauses(lossWith(options), { scale: 1 }, []));
    expect(complaint).toContain('saved as {"name":"tested","scale":2}, read back as {"name":"tested","scale":4}');
  });

  test('that needs a plugin which is not given', async () => {
    const wrapper = defineOptimizer({
      name: 'wrapper',
      summary: 'what it wraps',
      options: z.object({ base: reference('optimizer').describe('the optimizer that moves') }),
      create: ({ base }, plugins) => plugins.create(base),
    });
    const options = { base: 'gradient-descent' };
    expect(await violations(optionsClauses(wrapper, options, []))).toEqual([
      expect.stringContaining('base: unknown optimizer "gradient-descent" (known: wrapper)'),
    ]);
    expect(await violations(optionsClauses(wrapper, options, [gradientDescent]))).toEqual([]);
  });
});

test('a sound definition has nothing to report', async () => {
  const sound = lossWith(described);
  expect(await violations(definitionClauses(sound))).toEqual([]);
  expect(await violations(optionsClauses(sound, { scale: 3 }, []))).toEqual([]);
});
