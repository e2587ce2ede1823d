import type { PluginKind } from '../contracts/plugin-kind.ts';
import { LabError, messageOf } from '../errors.ts';
import type { Origin } from './origin.ts';
import { placeOf } from './place.ts';

// The names are kept beside the plugins. Plugins are not wrapped, so their calls behave as without names and cost
// nothing more.
const names = new WeakMap<object, string>();
const paths = new Set<string>();

/** Remembers the name of a created plugin for error messages. */
export function rememberPlugin(plugin: object, kind: PluginKind, name: string, origin: Origin): void {
  names.set(plugin, `${kind} "${name}" of ${origin.name}`);
  if (origin.path !== undefined) paths.add(origin.path);
}

/** An error about a plugin that breaks its contract. The message names the plugin and its package. */
export function pluginError(plugin: object, message: string): LabError {
  return new LabError('plugin', `${names.get(plugin) ?? 'a plugin'}: ${message}`);
}

/**
 * An error that a plugin threw, with the names of the plugin and its package in the message. A LabError is not changed.
 */
export function attributed(plugin: object, error: unknown): Error {
  // A LabError is recognised by its name, because a plugin can have its own copy of core.
  if (error instanceof Error && error.name === 'LabError') return error;
  const place = Array.from(paths, (path) => placeOf(error, path)).find((place) => place !== '') ?? '';
  const message = `${names.get(plugin) ?? 'a plugin'} failed: ${messageOf(error)}${place}`;
  return new LabError('plugin', message, { cause: error });
}

/**
 * The result of a call of a plugin.
 *
 * @throws LabError for an error of the plugin, see {@link attributed}
 */
export function attribute<T>(plugin: object, call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw attributed(plugin, error);
  }
}
