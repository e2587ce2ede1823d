import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLab, type Lab, LabError, REPORTER, serviceModule } from '@sharpness-lab/core';
import { loadPackages, locatePackage, locatePackages, nodeServices } from '@sharpness-lab/core/node';
import { defaults } from '@sharpness-lab/paper';
import { terminalReporter } from './terminal-reporter.ts';

/** The packages of plugins that come with the command. */
export const builtInPackages = [
  '@sharpness-lab/datasets',
  '@sharpness-lab/models',
  '@sharpness-lab/optimizers',
  '@sharpness-lab/metrics',
  '@sharpness-lab/paper',
  '@sharpness-lab/engine-wasm',
  '@sharpness-lab/engine-tfjs',
];

const application = fileURLToPath(new URL('.', import.meta.url));

/** How the application is made up, beside plugins. */
export interface ApplicationOptions {
  /** The folder of run folders. */
  readonly out?: string;
  /** Whether to tell warnings alone. */
  readonly quiet?: boolean;
}

/**
 * Composes the lab: the services of the command, the built-in packages, and those that the user names, looked up from
 * the working directory first.
 *
 * @param near the next folder for the look-up: that of the experiment file
 * @throws LabError of kind `plugin`
 */
export async function composeLab(
  plugins: readonly string[] = [],
  near = '.',
  { out = 'runs', quiet = false }: ApplicationOptions = {},
): Promise<Lab> {
  const packages = [
    ...(await locatePackages(builtInPackages, [application])),
    ...(await locatePackages(plugins, placesNear(near))),
  ];
  const services = [...nodeServices({ out, packages }), serviceModule(REPORTER, () => terminalReporter(quiet))];
  return createLab([...services, ...(await loadPackages(packages))], defaults);
}

/**
 * Tells why a package of plugins cannot be loaded, in a sentence; undefined if it can.
 *
 * @param near as for {@link composeLab}
 */
export async function problemOf(plugin: string, near: string): Promise<string | undefined> {
  try {
    await loadPackages(await locatePackages([plugin], placesNear(near)));
    return undefined;
  } catch (error) {
    if (error instanceof LabError) return error.message;
    throw error;
  }
}

/** The folders from which packages that the user names are looked up. */
function placesNear(folder: string): string[] {
  return [process.cwd(), resolve(folder), application];
}

/** The installed version of a package, found by its name; undefined if it is not installed. */
export async function installedVersion(name: string): Promise<string | undefined> {
  const location = await locatePackage(name, [process.cwd(), application]).catch(() => undefined);
  return location?.origin.version;
}
