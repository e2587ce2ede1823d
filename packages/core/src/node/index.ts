import * as core from '../index.ts';
import type { LabPackage } from '../lab/lab.ts';
import * as library from './library.ts';
import type { PackageLocation } from './packages/locate.ts';
import { packageLoader } from './packages/packages.ts';

export * from './library.ts';

// Packages can import this module too. It is composed here, so that no module below imports it.
const load = packageLoader({
  '@sharpness-lab/core': core,
  '@sharpness-lab/core/node': { ...library, loadPackages },
});

/**
 * Imports packages of plugins. A module exports by default a `ContainerModule`, a plugin definition, or a list of
 * definitions. A TypeScript module gets the `@sharpness-lab/core` that is running. A JavaScript module gets it too if
 * none is installed near it.
 *
 * @throws LabError of kind `plugin` naming the package that does not load
 */
export function loadPackages(locations: readonly PackageLocation[]): Promise<LabPackage[]> {
  return load(locations);
}
