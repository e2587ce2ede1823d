import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDefinition } from '../../contracts/plugin.ts';
import { LabError, messageOf } from '../../errors.ts';
import type { LabPackage } from '../../lab/lab.ts';
import { pluginModule } from '../../lab/plugin-module.ts';
import { placeOf } from '../../plugins/place.ts';
import type { ContainerModule } from '../../vendor/inversify.ts';
import { type ImportModule, type Modules, moduleImporter } from './import-module.ts';
import { locatePackage, type PackageLocation } from './locate.ts';

/**
 * Finds packages of plugins; see {@link locatePackage}. A package that is named twice is found once.
 *
 * @throws LabError of kind `plugin`
 */
export async function locatePackages(
  specifiers: readonly string[],
  from: readonly string[],
): Promise<PackageLocation[]> {
  const locations = await Promise.all(specifiers.map((specifier) => locatePackage(specifier, from)));
  return [...new Map(locations.map((location) => [location.entry, location])).values()];
}

/**
 * What imports packages of plugins, as `loadPackages` says.
 *
 * @param shared see {@link moduleImporter}
 */
export function packageLoader(shared: Modules): (locations: readonly PackageLocation[]) => Promise<LabPackage[]> {
  const importModule = moduleImporter(shared);
  return (locations) => Promise.all(locations.map((location) => loadPackage(location, importModule)));
}

async function loadPackage(
  { specifier, entry, origin }: PackageLocation,
  importModule: ImportModule,
): Promise<LabPackage> {
  let exported: unknown;
  try {
    ({ default: exported } = await importModule(entry));
  } catch (error) {
    const place = placeOf(error, origin.path ?? dirname(fileURLToPath(entry)));
    throw new LabError('plugin', `plugin "${specifier}" does not load: ${problemOf(error)}${place}`, { cause: error });
  }
  const module = asModule(exported);
  if (module === undefined) {
    throw new LabError(
      'plugin',
      `plugin "${specifier}" exports no plugins: expected a default export made with pluginModule([...]) or one of the define functions of @sharpness-lab/core`,
    );
  }
  return { origin, module };
}

/** The error in a module, in one line. */
function problemOf(error: unknown): string {
  const message = messageOf(error);
  const missing = /^Cannot find (?:package|module) '([^'./][^']*)'/.exec(message)?.[1];
  if (missing !== undefined) return `it imports "${missing}", which is not installed there (npm install ${missing})`;
  const [line = ''] = message.split('\n');
  return line.replace(/^ParseError: /, '').trim();
}

function asModule(exported: unknown): ContainerModule | undefined {
  if (isModule(exported)) return exported;
  const definitions: unknown[] = Array.isArray(exported) ? exported : [exported];
  return definitions.length > 0 && definitions.every(isDefinition) ? pluginModule(definitions) : undefined;
}

// Decided by its shape, because a package can have its own copy of inversify.
function isModule(value: unknown): value is ContainerModule {
  return typeof value === 'object' && value !== null && 'load' in value && typeof value.load === 'function';
}
