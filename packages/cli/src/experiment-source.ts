import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { didYouMean, LabError } from '@sharpness-lab/core';
import { absoluteSpecifier, loadConfig } from '@sharpness-lab/core/node';
import { presetAt, presets } from '@sharpness-lab/paper';
import type { Scale } from '@sharpness-lab/studies';

/**
 * The configuration of a preset, at a scale, or of a file; paths of plugins are absolute in it, since in a file they are
 * relative to the file.
 *
 * @throws LabError of kind `config` when it is neither, or a file is asked for at a scale
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

/** A configuration that finds its plugins wherever one stands; `folder` is what relative paths are relative to. */
export function withAbsolutePlugins(config: object, folder: string): object {
  const plugins = pluginsOf(config);
  return plugins.length === 0
    ? config
    : { ...config, plugins: plugins.map((plugin) => absoluteSpecifier(plugin, resolve(folder))) };
}

/** The packages that a configuration names in `plugins`; anything else than a list of names is for the schema to refuse. */
export function pluginsOf(config: object): string[] {
  const { plugins } = config as { readonly plugins?: unknown };
  return Array.isArray(plugins) && plugins.every((name) => typeof name === 'string' && name !== '') ? plugins : [];
}
