import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { didYouMean, LabError, type Source } from '@sharpness-lab/core';
import { absoluteLocation, absoluteSpecifier, loadConfig } from '@sharpness-lab/core/node';
import { presetAt, presets } from '@sharpness-lab/paper';
import type { Scale } from '@sharpness-lab/studies';

/**
 * The configuration of a preset at a scale, or of a file. The paths of plugins in a file are relative to the file; in
 * the result they are absolute.
 *
 * @throws LabError of kind `config` when it is neither a preset nor a file, or when a file is given with a scale
 */
export async function findExperiment(target: string, scale?: Scale): Promise<object> {
  if (Object.hasOwn(presets, target)) return presetAt(target, scale ?? 'paper');
  if (existsSync(target)) {
    if (scale === undefined) return withAbsolutePlugins(await loadConfig(target), dirname(target));
    throw new LabError('config', `${target} is a file, and only presets have a scale: leave out --scale ${scale}`);
  }
  const names = Object.keys(presets);
  const hint = `${didYouMean(target, names)}; the presets are ${names.join(', ')}`;
  throw new LabError('config', `"${target}" is neither a preset nor an existing file${hint}`);
}

/** The configuration with absolute paths of plugins. Relative paths in it are relative to `folder`. */
export function withAbsolutePlugins(config: object, folder: string): object {
  const plugins = pluginsOf(config);
  return plugins.length === 0
    ? config
    : { ...config, plugins: plugins.map((plugin) => absoluteSpecifier(plugin, resolve(folder))) };
}

/**
 * Overrides with absolute paths of the files that plugins read. Addresses stay.
 *
 * @param folderOf the folder to which the relative path of a key is relative
 */
export function absoluteSources(sources: readonly Source[], folderOf: (key: string) => string): [string, string][] {
  return sources
    .filter(({ isOption }) => isOption)
    .map(({ key, location }) => [key, absoluteLocation(location, folderOf(key))]);
}

/** The packages under `plugins` in a configuration. The schema refuses a value that is not a list of names. */
export function pluginsOf(config: object): string[] {
  const { plugins } = config as { readonly plugins?: unknown };
  return Array.isArray(plugins) && plugins.every((name) => typeof name === 'string' && name !== '') ? plugins : [];
}
