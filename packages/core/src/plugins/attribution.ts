import type { PluginKind } from '../contracts/plugin-kind.ts';
import { LabError, messageOf } from '../errors.ts';
import type { Origin } from './origin.ts';
import { placeOf } from './place.ts';

// Beside the plugins instead of around them: a plugin is called as if nobody watched, and costs nothing more.
const names = new WeakMap<object, string>();
const paths = new Set<string>();

/** Keeps what a plugin that was created is called, for whoever finds that it does not do what it should. */
export function rememberPlugin(plugin: object, kind: PluginKind, name: string, origin: Origin): void {
  names.set(plugin, `${kind} "${name}" of ${origin.name}`);
  if (origin.path !== undefined) paths.add(origin.path);
}

/** An error for something wrong that a plugin did, which names it and its package. */
export function pluginError(plugin: object, message: string): LabError {
  return new LabError('plugin', `${names.get(plugin) ?? 'a plugin'}: ${message}`);
}

/** What a plugin threw, as an error that names it and its package; an error of the lab speaks for itself. */
export function attributed(plugin: object, error: unknown): Error {
  // By its name, because a plugin may come with a core of its own.
  if (error instanceof Error && error.name === 'LabError') return error;
  const place = Array.from(paths, (path) => placeOf(error, path)).find((place) => place !== '') ?? '';
  const message = `${names.get(plugin) ?? 'a plugin'} failed: ${messageOf(error)}${place}`;
  return new LabError('plugin', message, { cause: error });
}

/**
 * What a plugin returns.
 *
 * @throws LabError what it throws, see {@link attributed}
 */
export function attribute<T>(plugin: object, call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw attributed(plugin, error);
  }
}
