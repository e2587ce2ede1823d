import { LabError, messageOf } from '../errors.ts';
import { formatPath } from './issues.ts';

/** Configurations that people and programs write have a fraction of this depth. */
const DEEPEST = 100;

/**
 * A copy of a configuration in plain objects and lists, in which resolved references are `{ name, ...options }` again.
 * Other values than objects and lists are kept.
 *
 * @param path of the value in the configuration
 * @throws LabError of kind `config` with the path of what no configuration can have: an object that contains itself, a
 *   nesting deeper than 100, the key `__proto__`, a bigint, and a getter that throws
 */
export function plainData(value: unknown, path: readonly PropertyKey[] = []): unknown {
  return copy(value, path, []);
}

/** @param around the objects that the value is in */
function copy(value: unknown, path: readonly PropertyKey[], around: readonly object[]): unknown {
  const refuse = (what: string, cause?: unknown) =>
    new LabError('config', `${formatPath(path.slice(0, 10)) || 'configuration'}: ${what}`, { cause });
  if (typeof value === 'bigint') throw refuse(`expected a number, got the bigint ${value}n`);
  if (typeof value !== 'object' || value === null) return value;
  if (around.includes(value)) throw refuse('expected plain data, got an object that contains itself');
  if (around.length === DEEPEST)
    throw refuse(`expected at most ${DEEPEST} levels of lists and objects, one in another`);
  const within = [...around, value];
  if (Array.isArray(value)) return value.map((element, index) => copy(element, [...path, index], within));
  if ('toJSON' in value && typeof value.toJSON === 'function') return copy(value.toJSON(), path, within);
  const entries = Object.keys(value).map((key) => {
    if (key === '__proto__') throw refuse('unknown key "__proto__"');
    let element: unknown;
    try {
      element = Reflect.get(value, key);
    } catch (error) {
      throw refuse(`the value of "${key}" cannot be had (${messageOf(error)})`, error);
    }
    return [key, copy(element, [...path, key], within)] as const;
  });
  return Object.fromEntries(entries);
}
