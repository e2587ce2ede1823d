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

/** A lab, and the packages in it. */
export interface ComposedLab {
  readonly lab: Lab;
  readonly packages: readonly PackageLocation[];
}

/**
 * Composes the lab of the built-in packages and the packages that the user names. Their names are looked up from the
 * working directory first.
 *
 * @param near the next folder for the look-up: that of the experiment file
 * @throws LabError of kind `plugin`
 */
export async function composeLab(plugins: readonly string[] = [], near = '.'): Promise<ComposedLab> {
  const packages = [
    ...(await locatePackages(builtInPackages, [application])),
    ...(await locatePackages(plugins, [process.cwd(), resolve(near), application])),
  ];
  return { lab: createLab(await loadPackages(packages), defaults), packages };
}

/** The installed version of a package, found by its name; undefined if it is not installed. */
export async function installedVersion(name: string): Promise<string | undefined> {
  const location = await locatePackage(name, [process.cwd(), application]).catch(() => undefined);
  return location?.origin.version;
}
