import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { type ExperimentConfig, LabError, z } from '@sharpness-lab/core';
import { readMeasurements, readMeasurementsSoFar, readQuantities, readSavedRun } from '@sharpness-lab/core/node';
import pMap from 'p-map';
import type { Run } from './run.ts';

/** Enough to keep a disk busy, and far below the number of files that a process may open. */
const parallel = { concurrency: 32 };

/** The keys of a configuration that pictures and tables need. All others are shown unchanged. */
const configSchema = z.looseObject({
  name: z.string(),
  seed: z.number(),
  phases: z.array(z.looseObject({ epochs: z.number() })),
});

/**
 * Reads runs without their weights: finished runs, and the measurements so far of runs that are going on or were
 * stopped. A run that several paths lead to is read once.
 *
 * @param paths folders of runs, and folders with such folders in them; files beside them are ignored
 * @param skipped gets a message for each run in a folder of runs that cannot be read
 * @returns the runs in the order of the paths, and by name within a folder
 * @throws LabError of kind `store` for a path that does not exist or has no run, and for a damaged run that is named by
 *   its path
 */
export async function readRuns(
  paths: readonly string[],
  skipped: (warning: string) => void = () => {},
): Promise<Run[]> {
  const folders = (await pMap(paths, (path) => runFolders(path, paths.length > 1), parallel)).flat();
  const once = onceEach(folders);
  const read = await pMap(once, ({ dir, named }) => readOrSkip(dir, named ? undefined : skipped), parallel);
  const runs = read.filter((run) => run !== undefined);
  if (runs.length === 0) throw new LabError('store', `none of the runs in ${paths.join(', ')} can be read`);
  return runs;
}

interface RunFolder {
  readonly dir: string;
  /** Whether the user named this folder itself. */
  readonly named: boolean;
}

/** The folder of the run at a path, or the folders of the runs in the folder at this path. */
async function runFolders(path: string, amongOthers: boolean): Promise<RunFolder[]> {
  const dir = join(dirname(path), basename(path));
  const kind = await stat(dir).catch(() => undefined);
  if (kind === undefined) {
    throw new LabError('store', `${path} does not exist: expected a run's folder or a folder of runs, such as "runs"`);
  }
  // In a shell, runs/* includes claims.json.
  if (!kind.isDirectory() && amongOthers) return [];
  if (kind.isDirectory() && !isRun(dir)) {
    const within = await namesIn(dir);
    const runs = within.filter((name) => !name.endsWith('.tmp')).map((name) => join(dir, name));
    const found = runs.filter(isRun).map((run) => ({ dir: run, named: false }));
    if (found.length > 0) return found;
  }
  if (isRun(dir)) return [{ dir, named: true }];
  throw new LabError(
    'store',
    `${path} is neither a run's folder nor a folder of runs: expected what "sharpness run" made, with config.json and environment.json`,
  );
}

function onceEach(folders: readonly RunFolder[]): RunFolder[] {
  const seen = new Set<string>();
  return folders.filter(({ dir }) => {
    const place = resolve(dir);
    return !seen.has(place) && seen.add(place);
  });
}

const isRun = (dir: string) => existsSync(join(dir, 'config.json'));

/** In the order of their names, with numbers by their values. */
async function namesIn(dir: string): Promise<string[]> {
  return (await readdir(dir)).sort(new Intl.Collator('en', { numeric: true }).compare);
}

async function readOrSkip(dir: string, skipped?: (warning: string) => void): Promise<Run | undefined> {
  try {
    return await readRun(dir);
  } catch (error) {
    if (skipped === undefined || !(error instanceof LabError)) throw error;
    skipped(`left out: ${error.message}`);
    return undefined;
  }
}

async function readRun(dir: string): Promise<Run> {
  const { config, environment, finished } = await readSavedRun(dir);
  const { success, error } = configSchema.safeParse(config);
  if (!success) {
    const [issue] = error.issues;
    throw new LabError('store', `${join(dir, 'config.json')}: ${issue?.path.join('.')}: ${issue?.message}`);
  }
  const quantities = await readQuantities(dir);
  const run = { dir, config: config as unknown as ExperimentConfig, environment, quantities };
  if (finished === undefined) return { ...run, measurements: await readMeasurementsSoFar(dir) };
  return { ...run, result: finished.result, measurements: await readMeasurements(dir) };
}
