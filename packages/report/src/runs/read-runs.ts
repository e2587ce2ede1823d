import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { type ExperimentConfig, LabError, z } from '@sharpness-lab/core';
import { readMeasurements, readMeasurementsSoFar, readQuantities, readSavedRun } from '@sharpness-lab/core/node';
import { inParallel } from './in-parallel.ts';
import type { Run } from './run.ts';

/** Enough to keep a disk busy, and far from the number of files that a process may have open. */
const atATime = 32;

/** What pictures and tables rely on in a configuration; the rest of it they show as it is. */
const configSchema = z.looseObject({
  name: z.string(),
  seed: z.number(),
  phases: z.array(z.looseObject({ epochs: z.number() })),
});

/**
 * Reads runs, without their weights: finished ones and, as far as they have come, those that are still going on or were
 * stopped. A run that several paths lead to is read once.
 *
 * @param paths folders of runs, and folders with such folders in them; files beside them are passed over
 * @param skipped told of each run in a folder of runs that cannot be read, and why
 * @returns in the order of the paths, and within a folder by name
 * @throws LabError of kind `store` for a path that leads nowhere or to no run, and for a damaged run named by its path
 */
export async function readRuns(
  paths: readonly string[],
  skipped: (warning: string) => void = () => {},
): Promise<Run[]> {
  const folders = (await inParallel(paths, atATime, (path) => runFolders(path, paths.length > 1))).flat();
  const once = onceEach(folders);
  const read = await inParallel(once, atATime, ({ dir, named }) => readOrSkip(dir, named ? undefined : skipped));
  const runs = read.filter((run) => run !== undefined);
  if (runs.length === 0) throw new LabError('store', `none of the runs in ${paths.join(', ')} can be read`);
  return runs;
}

interface RunFolder {
  readonly dir: string;
  /** Whether the user named this very folder. */
  readonly named: boolean;
}

/** The run's folder that a path leads to, or those in the folder that it leads to. */
async function runFolders(path: string, amongOthers: boolean): Promise<RunFolder[]> {
  const dir = join(dirname(path), basename(path));
  const kind = await stat(dir).catch(() => undefined);
  if (kind === undefined) {
    throw new LabError('store', `${path} does not exist: expected a run's folder or a folder of runs, such as "runs"`);
  }
  // A shell that expands runs/* finds claims.json there too.
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

/** In the order of their names, numbers by their values. */
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
