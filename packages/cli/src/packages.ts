import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLab, type Lab } from '@sharpness-lab/core';
import { loadPackages, locatePackage, locatePackages, type PackageLocation } from '@sharpness-lab/core/node';
import { defaults } from '@sharpness-lab/paper';

/** The packages of plugins that come with the command. */
const builtInPackages = [
  '@sharpness-lab/datasets',
  '@sharpness-lab/models',
  '@sharpness-lab/optimizers',
  '@sharpness-lab/metrics',
  '@sharpness-lab/paper',
  '@sharpness-lab/engine-wasm',
  '@sharpness-lab/engine-tfjs',
];

const application = fileURLToPath(new URL('.', import.meta.url));

/** A lab, and what it was composed of. */
export interface ComposedLab {
  readonly lab: Lab;
  readonly packages: readonly PackageLocation[];
}

/**
 * Composes the lab: the built-in packages, and those that the user names, looked up from the working directory first.
 *
 * @param near a folder from which they are looked up next: where the experiment comes from
 * @throws LabError of kind `plugin`
 */
export async function composeLab(plugins: readonly string[] = [], near = '.'): Promise<ComposedLab> {
  const packages = [
    ...(await locatePackages(builtInPackages, [application])),
    ...(await locatePackages(plugins, [process.cwd(), resolve(near), application])),
  ];
  return { lab: createLab(await loadPackages(packages), defaults), packages };
}

/** The version of a package as it is installed now, found by its name; undefined if it is not. */
export async function installedVersion(name: string): Promise<string | undefined> {
  const location = await locatePackage(name, [process.cwd(), application]).catch(() => undefined);
  return location?.origin.version;
}
