import { existsSync } from 'node:fs';
import { applyOverrides, didYouMean, LabError } from '@sharpness-lab/core';
import { loadConfig, type Override } from '@sharpness-lab/core/node';
import { presetAt, presets } from '@sharpness-lab/paper';
import type { Scale } from '@sharpness-lab/paper/claims';

/**
 * The configuration of a preset, at a scale, or of a file.
 *
 * @throws LabError of kind `config` when it is neither, or a file is asked for at a scale
 */
export async function findExperiment(target: string, scale?: Scale): Promise<unknown> {
  if (Object.hasOwn(presets, target)) return presetAt(target, scale ?? 'paper');
  if (existsSync(target)) {
    if (scale === undefined) return loadConfig(target);
    throw new LabError('config', `${target} is a file, and only presets have a scale: leave out --scale ${scale}`);
  }
  const names = Object.keys(presets);
  const hint = `${didYouMean(target, names)}; the presets are ${names.join(', ')}`;
  throw new LabError('config', `"${target}" is neither a preset nor an existing file${hint}`);
}

/** The packages that a configuration names in `plugins`; anything else than a list of names is for the schema to refuse. */
export function pluginsOf(config: unknown, overrides: readonly Override[]): string[] {
  const { plugins } = applyOverrides(config, overrides) as { readonly plugins?: unknown };
  return Array.isArray(plugins) ? plugins.filter((name) => typeof name === 'string') : [];
}
