import { LabError } from '@sharpness-lab/core';
import { composeLab } from '../packages.ts';
import { packageFiles } from './package-files.ts';
import { parsePackageName } from './package-name.ts';
import { PLUGIN, type TemplateKind, templateOf } from './templates.ts';

/** A package of plugins to be written. */
export interface PackagePlan {
  /** The name of the plugin, and of the package's folder. */
  readonly plugin: string;
  /** The kind of its plugin, with an article. */
  readonly holds: string;
  /** The arguments of `sharpness run` that use the plugin. */
  readonly experiment: string;
  /** Contents by path, relative to the package's folder, with / between the folders. */
  readonly files: ReadonlyMap<string, string>;
}

/**
 * A new package with a plugin to start from.
 *
 * @throws LabError of kind `config` when there is no such template, the name is not allowed, or a built-in plugin has
 *   the name
 */
export async function planPackage(kind: string, name: string): Promise<PackagePlan> {
  const template = templateOf(kind);
  const packageName = parsePackageName(name);
  const { plugin } = packageName;
  await ensureFree(template.kind, plugin);
  return {
    plugin,
    holds: template.holds,
    experiment: template.experiment.replaceAll(PLUGIN, plugin),
    files: await packageFiles(template.kind, packageName),
  };
}

async function ensureFree(kind: TemplateKind, name: string): Promise<void> {
  const lab = await composeLab();
  const taken = lab.registry.list(kind).find(({ definition }) => definition.name === name);
  if (taken === undefined) return;
  throw new LabError(
    'config',
    `name "${name}": ${taken.origin.name} has a plugin of kind ${kind} with that name: choose another, for example my-${name}`,
  );
}
