import type { z } from 'zod';
import { didYouMean } from '../errors.ts';

type Issue = z.core.$ZodIssue;

/**
 * What a schema found wrong, one sentence an issue, each naming the path of the key, the value and what was expected.
 *
 * @param input what was parsed
 * @param prefix path of `input` within the configuration
 * @param known the keys that an object at `prefix` may have, for suggestions
 */
export function describeIssues(
  issues: readonly Issue[],
  input: unknown,
  prefix: readonly PropertyKey[],
  known: readonly string[],
): string {
  return issues.map((issue) => describe(issue, input, prefix, known)).join('\n');
}

/** `phases.0.optimizer.rho`. */
export function formatPath(path: readonly PropertyKey[]): string {
  return path.map(String).join('.');
}

function describe(issue: Issue, input: unknown, prefix: readonly PropertyKey[], known: readonly string[]): string {
  const path = [...prefix, ...issue.path];
  const at = formatPath(path);
  const value = issue.path.reduce<unknown>(
    (parent, key) => (typeof parent === 'object' && parent !== null ? Reflect.get(parent, key) : undefined),
    input,
  );
  if (issue.code === 'unrecognized_keys') {
    const where = at === '' ? '' : ` in ${at}`;
    return issue.keys
      .map((key) => `unknown key "${key}"${where}${issue.path.length === 0 ? didYouMean(key, known) : ''}`)
      .join('\n');
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const branch = issue.errors.find((errors) => errors.every((error) => error.code !== 'invalid_type'));
    const nested = branch?.[0];
    if (nested !== undefined)
      return describe({ ...nested, path: [...issue.path, ...nested.path] }, input, prefix, known);
  }
  const got = value === undefined ? 'it is missing' : `got ${JSON.stringify(value)}`;
  return `${at === '' ? 'configuration' : at}: ${expectation(issue)}, ${got}`;
}

function expectation(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${article(issue.expected)}`;
    case 'too_small':
      return `expected ${quantity(issue.origin)} ${issue.inclusive === true ? '>=' : '>'} ${issue.minimum}`;
    case 'too_big':
      return `expected ${quantity(issue.origin)} ${issue.inclusive === true ? '<=' : '<'} ${issue.maximum}`;
    case 'invalid_value':
      return `expected ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`;
    default:
      return issue.message;
  }
}

function quantity(origin: string): string {
  if (origin === 'array') return 'a list of length';
  if (origin === 'string') return 'a text of length';
  return 'a number';
}

function article(type: string): string {
  if (type === 'int') return 'a whole number';
  if (type === 'record') return 'an object';
  return `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`;
}
