import { availableParallelism } from 'node:os';
import { latest } from '../lab/container.ts';
import type { PluginModule } from '../lab/plugin-module.ts';
import { CLOCK, LAUNCHER, RUN_STORE } from '../lab/services.ts';
import { ContainerModule } from '../vendor/inversify.ts';
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

/** Binds the run store to folders and the launcher to worker threads. A package that is loaded later may bind others. */
export function nodeServices({
  out,
  packages,
  threads = availableParallelism(),
}: NodeServicesOptions): PluginModule<never> {
  return new ContainerModule(({ bind }) => {
    bind(RUN_STORE).toDynamicValue((context) => folderStore(out, latest(context, CLOCK)));
    bind(LAUNCHER).toConstantValue(threadLauncher({ packages, out, threads }));
  });
}
