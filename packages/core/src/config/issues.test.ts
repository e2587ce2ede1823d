import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { reference, scheduled } from '../contracts/reference.ts';
import { describeIssues, formatPath, formatValue } from './issues.ts';

const schema = z.strictObject({
  width: z.int().min(1).default(500),
  rate: scheduled(z.number().positive()),
  order: z.enum(['shuffled', 'fixed']).default('fixed'),
  label: z
    .string()
    .min(2)
    .max(4)
    .regex(/^[a-z]*$/, 'expected small letters only')
    .optional(),
  keep: z.boolean().optional(),
  dataset: reference('dataset').prefault('xor'),
  engine: z.union([z.literal('auto'), reference('engine')]).optional(),
  phases: z
    .array(z.strictObject({ epochs: z.int().max(10) }))
    .min(1)
    .optional(),
  measure: z.strictObject({ every: z.int().optional() }).prefault({}),
});

/** The errors in an input that stands at the given place of a configuration. */
function complaints(input: object, prefix: readonly PropertyKey[] = []): string[] {
  const { error } = schema.safeParse({ rate: 0.1, ...input });
  return describeIssues(error?.issues ?? [], input, prefix, schema).split('\n');
}

describe('describeIssues', () => {
  test.each<[string, object, string]>([
    ['a wrong type', { width: '5' }, 'width: expected a number, got "5"'],
    ['a fraction', { width: 1.5 }, 'width: expected a whole number, got 1.5'],
    ['not a number', { width: Number.NaN }, 'width: expected a number, got NaN'],
    ['infinity', { width: Number.POSITIVE_INFINITY }, 'width: expected a number, got Infinity'],
    ['null', { width: null }, 'width: expected a number, got null'],
    ['too small', { width: 0 }, 'width: expected a number >= 1, got 0'],
    [
      'too large, in a list',
      { phases: [{ epochs: 1 }, { epochs: 11 }] },
      'phases.1.epochs: expected a number <= 10, got 11',
    ],
    ['too few', { phases: [] }, 'phases: expected a list of length >= 1, got []'],
    ['not a list', { phases: 5 }, 'phases: expected a list, got 5'],
    ['not an object', { phases: [5] }, 'phases.0: expected an object, got 5'],
    ['too short', { label: 'a' }, 'label: expected a string of length >= 2, got "a"'],
    ['too long', { label: 'abcde' }, 'label: expected a string of length <= 4, got "abcde"'],
    ['a pattern of its own', { label: 'AB' }, 'label: expected small letters only, got "AB"'],
    ['not a boolean', { keep: 'yes' }, 'keep: expected true or false, got "yes"'],
    ['a missing key', { phases: [{}] }, 'phases.0.epochs: expected a number, but it is missing'],
    [
      'a misspelt choice',
      { order: 'shufled' },
      'order: expected "shuffled" or "fixed", got "shufled" (did you mean "shuffled"?)',
    ],
    ['another choice', { order: 'sorted' }, 'order: expected "shuffled" or "fixed", got "sorted"'],
    ['a choice of another type', { order: 5 }, 'order: expected "shuffled" or "fixed", got 5'],
    [
      'no reference',
      { dataset: 5 },
      'dataset: expected the name of a plugin of kind dataset, or { name, ...options }, got 5',
    ],
    ['a reference without a name', { dataset: { nme: 'xor' } }, 'dataset.name: expected a string, but it is missing'],
    ['a reference with an empty name', { dataset: '' }, 'dataset: expected a string of length >= 1, got ""'],
    [
      'neither "auto" nor a reference',
      { engine: 5 },
      'engine: expected "auto", or the name of a plugin of kind engine, or { name, ...options }, got 5',
    ],
    ['a reference without a name beside "auto"', { engine: {} }, 'engine.name: expected a string, but it is missing'],
    ['a number out of range where a schedule may be', { rate: 0 }, 'rate: expected a number > 0, got 0'],
    [
      'neither a number nor a schedule',
      { rate: true },
      'rate: expected a number, or the name of a plugin of kind schedule, or { name, ...options }, got true',
    ],
  ])('%s', (_what, input, message) => {
    expect(complaints(input)).toEqual([message]);
  });

  test.each<[string, object, string]>([
    ['at the top', { widht: 5 }, 'unknown key "widht" (did you mean "width"?)'],
    ['in a list', { phases: [{ epochs: 1, epoch: 2 }] }, 'unknown key "epoch" in phases.0 (did you mean "epochs"?)'],
    ['under a default', { measure: { evry: 2 } }, 'unknown key "evry" in measure (did you mean "every"?)'],
    ['like no other', { measure: { often: true } }, 'unknown key "often" in measure (known: every)'],
  ])('an unknown key %s', (_where, input, message) => {
    expect(complaints(input)).toEqual([message]);
  });

  test('one line for each of several mistakes', () => {
    expect(complaints({ width: 0, order: 5, a: 1, b: 2 })).toHaveLength(4);
  });

  test('ten lines for a thousand mistakes, and how many more there are', () => {
    const oneHot = Array.from({ length: 1000 }, () => ({ epochs: [1, 0] }));
    const lines = complaints({ phases: oneHot });
    expect(lines).toHaveLength(11);
    expect(lines[9]).toBe('phases.9.epochs: expected a number, got [1,0]');
    expect(lines[10]).toBe('and 990 more');
    const keys = Object.fromEntries(Array.from({ length: 11 }, (_, k) => [`key-${k}`, k]));
    expect(complaints(keys).at(-1)).toBe('and 1 more');
    expect(complaints({ phases: oneHot.slice(0, 10) })).toHaveLength(10);
  });

  test('paths start where the input lies in the configuration', () => {
    expect(complaints({ width: 0 }, ['phases', 2, 'model'])).toEqual([
      'phases.2.model.width: expected a number >= 1, got 0',
    ]);
    expect(complaints({ widht: 0 }, ['model'])).toEqual(['unknown key "widht" in model (did you mean "width"?)']);
  });

  test('an input that is no object at all', () => {
    const { error } = schema.safeParse(5);
    expect(describeIssues(error?.issues ?? [], 5, [], schema)).toBe('configuration: expected an object, got 5');
  });
});

test('formatPath joins keys with dots', () => {
  expect(formatPath(['phases', 0, 'optimizer'])).toBe('phases.0.optimizer');
});

test('formatValue shows values on one line, long ones shortened', () => {
  expect(['a', undefined, Number.POSITIVE_INFINITY, [1], { a: null }].map(formatValue)).toEqual([
    '"a"',
    'undefined',
    'Infinity',
    '[1]',
    '{"a":null}',
  ]);
  expect(formatValue('x'.repeat(200))).toBe(`"${'x'.repeat(79)}… (200 characters)`);
  const oneHot = Array.from({ length: 2000 }, () => [1, 0]);
  expect(formatValue(oneHot)).toBe(`[${'[1,0],'.repeat(13)}[… (a list of 2,000)`);
  expect(formatValue({ targets: oneHot, inputs: [] })).toMatch(/^\{"targets":.{69}… \(an object of 2 keys\)$/);
  expect(formatValue({ targets: oneHot })).toMatch(/ \(an object of 1 key\)$/);
  expect(
    formatValue(() => 'a function that returns a text of more than eighty characters, to be cut and counted'),
  ).toMatch(/… \(\d+ characters\)$/);
});
