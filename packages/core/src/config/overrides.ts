import { LabError } from '../errors.ts';
import { plainData } from './plain-data.ts';

type Tree = Record<string, unknown>;

/**
 * Applies `key.path=value` overrides to a plain configuration and returns a new one. A key is a dot path; `*` stands
 * for every element of a list; an element is named by its index. Values are given already parsed. Setting a plugin
 * reference, or its `name`, replaces the whole reference, so that the new plugin starts from its own defaults. The
 * order of the overrides does not matter: a plugin is replaced before its options are set.
 *
 * @throws LabError of kind `config` when a path leads through something that is neither an object nor a list.
 */
export function applyOverrides(
  config: unknown,
  overrides: readonly (readonly [path: string, value: unknown])[],
): unknown {
  const result = plainData(config);
  const outermostFirst = overrides.toSorted(([a], [b]) => depth(a) - depth(b));
  for (const [path, value] of outermostFirst) assign(result, path.split('.'), value, path);
  return result;
}

/** The depth in the configuration at which an override replaces something. */
function depth(path: string): number {
  return path.replace(/\.name$/, '').split('.').length;
}

function assign(target: unknown, keys: readonly string[], value: unknown, path: string): void {
  const [key, ...rest] = keys;
  if (key === undefined || key === '') throw new LabError('config', `override "${path}": a key is empty`);
  if (Array.isArray(target)) {
    const elements = key === '*' ? target.map((_, index) => index) : [elementIndex(target, key, path)];
    for (const index of elements) descend(target as unknown as Tree, String(index), rest, value, path);
  } else if (typeof target === 'object' && target !== null) {
    descend(target as Tree, key, rest, value, path);
  } else {
    throw new LabError('config', `override "${path}": ${JSON.stringify(target)} has no key "${key}"`);
  }
}

function elementIndex(list: readonly unknown[], key: string, path: string): number {
  const index = Number(key);
  if (!Number.isInteger(index) || index < 0 || index >= list.length) {
    const known = list.length === 0 ? 'the list is empty' : `expected an index from 0 to ${list.length - 1} or "*"`;
    throw new LabError('config', `override "${path}": ${known}, got "${key}"`);
  }
  return index;
}

function descend(parent: Tree, key: string, rest: readonly string[], value: unknown, path: string): void {
  if (key === '__proto__') throw new LabError('config', `override "${path}": "__proto__" is not a key`);
  if (rest.length === 0) {
    if (key === 'name' && path !== 'name' && Object.hasOwn(parent, 'name')) {
      for (const option of Object.keys(parent)) delete parent[option];
    }
    // Every place gets a copy, because `*` puts the value in several places.
    parent[key] = plainData(value, path.split('.'));
    return;
  }
  const child = Object.hasOwn(parent, key) ? parent[key] : undefined;
  if (child === undefined) parent[key] = {};
  // A reference that is only a name becomes an object when one of its options is set.
  else if (typeof child === 'string') parent[key] = { name: child };
  assign(parent[key], rest, value, path);
}
