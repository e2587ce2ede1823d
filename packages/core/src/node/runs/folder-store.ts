import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Clock } from '../../contracts/clock.ts';
import type { RunStore } from '../../contracts/run-store.ts';
import { systemClock } from '../../lab/services.ts';
import { exclusively } from '../files/exclusively.ts';
import { CheckpointFolder } from './checkpoint-folder.ts';
import { readMeasurements, readQuantities, readWeights } from './read-run.ts';
import {
  CONFIG,
  findFinishedRun,
  firstUnmeasured,
  prepareOutput,
  RunDirectory,
  readFinishedRun,
  runFolder,
} from './run-directory.ts';

/** Keeps each run in a folder of its own within a folder of runs. */
export function folderStore(location: string, clock: Clock = systemClock): RunStore {
  return storeIn(
    location,
    (config, runId) => runFolder(location, config, runId),
    (runId) => findFinishedRun(location, runId),
    clock,
  );
}

/** Keeps one run in the folder that it has already. */
export function runFolderStore(dir: string, clock: Clock = systemClock): RunStore {
  return storeIn(
    dirname(dir),
    () => dir,
    (runId) => readFinishedRun(dir, runId),
    clock,
  );
}

function storeIn(
  location: string,
  folderOf: (config: { readonly name: string; readonly seed: number }, runId: string) => string,
  find: RunStore['find'],
  clock: Clock,
): RunStore {
  return {
    location,
    prepare: () => prepareOutput(location),
    async find(runId) {
      const finished = await find(runId);
      // A run that was killed right after it wrote its result left its checkpoints behind.
      if (finished !== undefined) await new CheckpointFolder(finished.dir).clear();
      return finished;
    },
    record({ config, identity }, work, onWarning) {
      const dir = folderOf(config, identity.runId);
      return exclusively(dir, async () => {
        const unmeasured = await firstUnmeasured(dir, config);
        const from = await new CheckpointFolder(dir).newest(identity.runId, unmeasured, onWarning);
        if (from === undefined && existsSync(join(dir, CONFIG))) {
          onWarning(`${dir} holds no checkpoint that can be used: the run starts from the beginning`);
        }
        const directory = new RunDirectory(dir, from, clock);
        return work({
          dir,
          from,
          get result() {
            return directory.result;
          },
          observe: (event) => directory.observe(event),
        });
      });
    },
    measurements: ({ dir }) => readMeasurements(dir),
    quantities: ({ dir }) => readQuantities(dir),
    parameters: ({ dir }) => readWeights(dir),
  };
}
