import * as core from '../index.ts';
import type { LabPackage } from '../lab/lab.ts';
import * as library from './library.ts';
import type { PackageLocation } from './packages/locate.ts';
import { packageLoader } from './packages/packages.ts';

export * from './library.ts';

// Packages get the modules that are running, this one too; so it is put together here, above all that it consists of.
const load = packageLoader({
  '@sharpness-lab/core': core,
  '@sharpness-lab/core/node': { ...library, loadPackages },
});

/**
 * Imports packages of plugins. A module exports by default a `ContainerModule`, a plugin definition, or a list of
 * definitions. TypeScript gets the `@sharpness-lab/core` that is running, and so does JavaScript from where none is
 * installed.
 *
 * @throws LabError of kind `plugin` naming the package that does not load
 */
export function loadPackages(locations: readonly PackageLocation[]): Promise<LabPackage[]> {
  return load(locations);
}
