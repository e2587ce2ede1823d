import { availableParallelism } from 'node:os';
import type { PluginModule } from '../lab/plugin-module.ts';
import { serviceModule } from '../lab/service-module.ts';
import { CLOCK, LAUNCHER, RUN_STORE, SOURCES } from '../lab/services.ts';
import { fileSources } from './file-sources.ts';
import { threadLauncher } from './launchers/thread-launcher.ts';
import type { PackageLocation } from './packages/locate.ts';
import { folderStore } from './runs/folder-store.ts';

/** Where runs are kept and executed. */
export interface NodeServicesOptions {
  /** The folder of run folders. */
  readonly out: string;
  /** The packages of which each worker thread composes its lab: those of the lab itself. */
  readonly packages: readonly PackageLocation[];
  /** How many runs at a time; as many as the machine has processors by default. */
  readonly threads?: number;
}

/**
 * Binds the run store to folders, the launcher to worker threads, and what reads sources to the file system: parts of a
 * lab. A package that is loaded later may bind others.
 */
export function nodeServices({
  out,
  packages,
  threads = availableParallelism(),
}: NodeServicesOptions): readonly PluginModule<never>[] {
  return [
    serviceModule(SOURCES, () => fileSources),
    serviceModule(RUN_STORE, (services) => folderStore(out, services(CLOCK))),
    serviceModule(LAUNCHER, () => threadLauncher({ packages, out, threads })),
  ];
}
