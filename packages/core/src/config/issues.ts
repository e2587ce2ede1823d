import { didYouMean } from '../errors.ts';
import { formatCount } from '../text/numbers.ts';
import { z } from '../vendor/zod.ts';

type Issue = z.core.$ZodIssue;

/** The longest value that a message repeats in full. */
const LONGEST_VALUE = 80;

/** So many errors are told at most. A list of samples can have one in each of its numbers. */
const MOST_ERRORS = 10;

/**
 * The errors that a schema found, one sentence each, with the path of the key, the value and the expected value. Of more
 * than ten there are the first ten, and how many follow.
 *
 * @param input the parsed input
 * @param prefix path of `input` within the configuration
 * @param schema the schema of `input`, for suggestions
 */
export function describeIssues(
  issues: readonly Issue[],
  input: unknown,
  prefix: readonly PropertyKey[],
  schema: z.ZodType,
): string {
  const errors = issues.flatMap((issue) => describe(issue, input, prefix, schema));
  const more = errors.length - MOST_ERRORS;
  return [...errors.slice(0, MOST_ERRORS), ...(more > 0 ? [`and ${formatCount(more)} more`] : [])].join('\n');
}

/** `phases.0.optimizer.rho`. */
export function formatPath(path: readonly PropertyKey[]): string {
  return path.map(String).join('.');
}

/** A value as messages show it: of a long one the beginning and the size, `[1,0,… (a list of 1,000)`. */
export function formatValue(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length <= LONGEST_VALUE ? text : `${text.slice(0, LONGEST_VALUE)}… (${sizeOf(value, text)})`;
}

function sizeOf(value: unknown, text: string): string {
  if (Array.isArray(value)) return `a list of ${formatCount(value.length)}`;
  if (typeof value === 'object' && value !== null) {
    const keys = Object.keys(value).length;
    return `an object of ${formatCount(keys)} ${keys === 1 ? 'key' : 'keys'}`;
  }
  return `${formatCount(typeof value === 'string' ? value.length : text.length)} characters`;
}

/** The sentences about an issue: one, or one for each key that is unknown. */
function describe(issue: Issue, input: unknown, prefix: readonly PropertyKey[], schema: z.ZodType): string[] {
  const at = formatPath([...prefix, ...issue.path]);
  if (issue.code === 'unrecognized_keys') {
    const where = at === '' ? '' : ` in ${at}`;
    const known = keysAt(schema, issue.path);
    return issue.keys.map(
      (key) => `unknown key "${key}"${where}${didYouMean(key, known) || ` (known: ${known.join(', ') || 'none'})`}`,
    );
  }
  if (issue.code === 'invalid_union') {
    const [nested] = issue.errors.find(hasForm) ?? [];
    if (nested !== undefined) {
      return describe({ ...nested, path: [...issue.path, ...nested.path] }, input, prefix, schema);
    }
  }
  const value = issue.path.reduce<unknown>(
    (parent, key) => (typeof parent === 'object' && parent !== null ? Reflect.get(parent, key) : undefined),
    input,
  );
  const got = value === undefined ? 'but it is missing' : `got ${formatValue(value)}`;
  const hint =
    issue.code === 'invalid_value' && typeof value === 'string' ? didYouMean(value, issue.values.map(String)) : '';
  return [`${at === '' ? 'configuration' : at}: expected ${expectation(issue)}, ${got}${hint}`];
}

/** Whether a value has the type of a branch of a union, and only its content or its size is wrong. */
function hasForm(branch: readonly Issue[]): boolean {
  return branch.every((issue) => {
    if (issue.path.length > 0) return true;
    if (issue.code === 'invalid_union') return issue.errors.some(hasForm);
    return issue.code !== 'invalid_type' && issue.code !== 'invalid_value';
  });
}

function expectation(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return typeName(issue.expected);
    case 'too_small':
      return `${quantity(issue.origin)} ${issue.inclusive === true ? '>=' : '>'} ${issue.minimum}`;
    case 'too_big':
      return `${quantity(issue.origin)} ${issue.inclusive === true ? '<=' : '<'} ${issue.maximum}`;
    case 'invalid_value':
      return issue.values.map((value) => JSON.stringify(value)).join(' or ');
    case 'invalid_union':
      if (issue.errors.length > 0 && issue.message === 'Invalid input') {
        return issue.errors.flatMap(([first]) => (first === undefined ? [] : [expectation(first)])).join(', or ');
      }
      return issue.message.replace(/^expected /, '');
    default:
      return issue.message.replace(/^expected /, '');
  }
}

function quantity(origin: string): string {
  if (origin === 'array') return 'a list of length';
  if (origin === 'string') return 'a string of length';
  return 'a number';
}

function typeName(type: string): string {
  if (type === 'int') return 'a whole number';
  if (type === 'array') return 'a list';
  if (type === 'boolean') return 'true or false';
  if (type === 'record') return 'an object';
  return `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`;
}

/** The keys that a schema knows at a path. */
function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional) {
    return keysAt(schema.unwrap() as z.ZodType, path);
  }
  const [key, ...rest] = path;
  if (schema instanceof z.ZodArray && key !== undefined) return keysAt(schema.element as z.ZodType, rest);
  if (!(schema instanceof z.ZodObject)) return [];
  return key === undefined ? Object.keys(schema.shape) : keysAt(schema.shape[key as string] as z.ZodType, rest);
}
