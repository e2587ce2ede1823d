import { existsSync } from 'node:fs';
import { applyOverrides, didYouMean, LabError } from '@sharpness-lab/core';
import { loadConfig, type Override } from '@sharpness-lab/core/node';
import { presets } from '@sharpness-lab/paper';

/**
 * The configuration of a preset or file.
 *
 * @throws LabError of kind `config` when it is neither
 */
export async function findExperiment(target: string): Promise<unknown> {
  if (Object.hasOwn(presets, target)) return presets[target];
  if (existsSync(target)) return loadConfig(target);
  const names = Object.keys(presets);
  const hint = `${didYouMean(target, names)}; the presets are ${names.join(', ')}`;
  throw new LabError('config', `"${target}" is neither a preset nor an existing file${hint}`);
}

/** The packages that a configuration names in `plugins`; anything else than a list of names is for the schema to refuse. */
export function pluginsOf(config: unknown, overrides: readonly Override[]): string[] {
  const { plugins } = applyOverrides(config, overrides) as { readonly plugins?: unknown };
  return Array.isArray(plugins) ? plugins.filter((name) => typeof name === 'string') : [];
}
