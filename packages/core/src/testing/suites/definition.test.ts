import fs, { readFileSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Definition, defineDataset, defineLoss, defineOptimizer } from '../../contracts/plugin.ts';
import { reference } from '../../contracts/reference.ts';
import { gradientDescent, smallData, squaredError } from '../stand-ins/small-plugins.ts';
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
    expect(await violations(optionsClauses(loose, {}))).toEqual([
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
    const [complaint] = await violations(optionsClauses(lossWith(options), { scale: 1 }));
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
    expect(await violations(optionsClauses(wrapper, options))).toEqual([
      expect.stringContaining('base: unknown optimizer "gradient-descent" (known: wrapper)'),
    ]);
    expect(await violations(optionsClauses(wrapper, options, { plugins: [gradientDescent] }))).toEqual([]);
  });
});

const ownFile = import.meta.filename;
describe('a plugin that reads for itself is reported', () => {
  test.each<[string, string, () => unknown]>([
    ['node:fs', ownFile, () => readFileSync(ownFile)],
    ['the module node:fs as a whole', ownFile, () => fs.readFileSync(ownFile)],
    ['a descriptor', ownFile, () => fs.closeSync(fs.openSync(ownFile, 'r'))],
    ['a folder', '.', () => fs.readdirSync('.')],
    ['promises', ownFile, () => readFile(ownFile)],
    ['a file handle', ownFile, () => open(ownFile).then((file) => file.close())],
    ['an address', 'data:,x', () => fetch('data:,x')],
  ])('%s', async (_what, read, act) => {
    const inCreate = defineLoss({
      ...lossWith(z.object({})),
      create: () => {
        act();
        return { value: () => 0, firstDerivative: () => 0, secondDerivative: () => 0 };
      },
    });
    const expected = `reads no file except those that it declares as its sources: ${read} is read: declare it`;
    expect(await violations(optionsClauses(inCreate, {}))).toEqual([expect.stringContaining(expected)]);
    const { create, ...rest } = smallData;
    const whenDrawn = defineDataset({
      ...rest,
      create: (...args) => {
        const dataset = create(...args);
        const sample: typeof dataset.sample = (stream) => {
          act();
          return dataset.sample(stream);
        };
        return { ...dataset, sample };
      },
    });
    expect(await violations(optionsClauses(whenDrawn, {}))).toEqual([expect.stringContaining(expected)]);
  });

  test('nothing is noted afterwards, and reading works as before', () => {
    expect(readFileSync(ownFile, 'utf8')).toContain('and reading works as before');
  });

  test('declared sources are no complaint; the test gives their content', async () => {
    const declares = defineLoss({
      name: 'tested',
      summary: 'a loss',
      options: z.object({ file: z.string().describe('a number') }),
      sources: ({ file }) => ({ file }),
      create: (_options, _plugins, { file }) => {
        const factor = Number(new TextDecoder().decode(file));
        if (factor !== 3) throw new Error(`expected 3, got ${factor}`);
        return { value: () => factor, firstDerivative: () => 0, secondDerivative: () => 0 };
      },
    });
    expect(await violations(optionsClauses(declares, { file: 'three' }, { files: { three: '3' } }))).toEqual([]);
    const complaints = await violations(optionsClauses(declares, { file: 'three' }));
    expect(complaints).toEqual([expect.stringContaining('loss "tested" reads three')]);
  });
});

test('a sound definition has nothing to report', async () => {
  const sound = lossWith(described);
  expect(await violations(definitionClauses(sound))).toEqual([]);
  expect(await violations(optionsClauses(sound, { scale: 3 }))).toEqual([]);
});
