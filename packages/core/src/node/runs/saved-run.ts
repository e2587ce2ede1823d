import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RecordedRun } from '../../contracts/launcher.ts';
import type { RunIdentity } from '../../contracts/run-identity.ts';
import type { Source } from '../../contracts/sources.ts';
import { didYouMean, LabError } from '../../errors.ts';
import type { Lab } from '../../lab/lab.ts';
import { runIdOf } from '../../planning/identity.ts';
import type { PlannedRun } from '../../planning/plan-run.ts';
import { z } from '../../vendor/zod.ts';
import { absoluteLocation } from '../file-sources.ts';
import { codeOf, reasonOf } from '../files/system-error.ts';
import { formatOf } from './format.ts';
import { CONFIG, ENVIRONMENT, readFinishedRun } from './run-directory.ts';

/** The engine, the versions and the machine of a run. */
const environmentSchema = z.object({
  runId: z.string(),
  started: z.string(),
  engine: z.looseObject({ name: z.string(), options: z.unknown(), paths: z.array(z.string()) }),
  versions: z.record(z.string(), z.string()),
  sources: z.record(z.string(), z.string()).optional(),
  node: z.string(),
  platform: z.string(),
  cpu: z.string().optional(),
});

type Environment = z.output<typeof environmentSchema>;

/** A run as read from its folder. */
export interface SavedRun {
  readonly dir: string;
  /** Its resolved configuration as plain data. The only check is that it is an object. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Its environment at the start. */
  readonly environment: Environment;
  /** Its result, if it is finished. */
  readonly finished: RecordedRun | undefined;
}

/**
 * Reads the folder of a run.
 *
 * @throws LabError of kind `store` when it is not the folder of a run, or a file in it is damaged
 */
export async function readSavedRun(dir: string): Promise<SavedRun> {
  if (!existsSync(join(dir, CONFIG))) {
    const run = await firstRunIn(dir);
    throw new LabError(
      'store',
      run === undefined
        ? `${dir} is not the folder of a run: expected one that "sharpness run" made, with its ${CONFIG} and ${ENVIRONMENT}`
        : `${dir} is a folder of runs: name one of them, for example ${run}`,
    );
  }
  const { format: _format, ...config } = await readPart(dir, CONFIG, z.record(z.string(), z.unknown()));
  const environment = await readPart(dir, ENVIRONMENT, environmentSchema);
  return { dir, config, environment, finished: await readFinishedRun(dir, environment.runId) };
}

async function firstRunIn(dir: string): Promise<string | undefined> {
  const names = await readdir(dir).catch(() => []);
  return names.map((name) => join(dir, name)).find((path) => existsSync(join(path, CONFIG)));
}

async function readPart<T>(dir: string, name: string, schema: z.ZodType<T>): Promise<T> {
  const path = join(dir, name);
  let content: unknown;
  try {
    content = JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw unreadable(dir, name, cause);
  }
  formatOf(path, content ?? {});
  const parsed = schema.safeParse(content);
  if (!parsed.success) throw unreadable(dir, name, parsed.error);
  return parsed.data;
}

function unreadable(dir: string, name: string, cause: unknown): LabError {
  const problem = codeOf(cause) === undefined ? 'it is damaged' : reasonOf(cause);
  return new LabError(
    'store',
    `${dir} cannot be read, because of its ${name} (${problem}); the same "sharpness run" that began it continues it`,
    { cause },
  );
}

/** What a saved run is planned for, in the words of messages. */
type Purpose = 'resumed' | 'exported';

/**
 * Plans the run in a folder again, to resume it or to draw its data.
 *
 * @param moved the present locations of files that its plugins read, by their locations in its configuration, with
 *   absolute paths
 * @throws LabError naming the folder when it cannot be planned, or would not end at the same bits
 */
export async function planSavedRun(
  saved: SavedRun,
  lab: Lab,
  purpose: Purpose,
  moved: ReadonlyMap<string, string> = new Map(),
): Promise<PlannedRun> {
  let planned: PlannedRun;
  try {
    const recorded = lab.resolve(saved.config);
    const config = lab.resolve(recorded, movedOptions(lab.sourcesOf(recorded), moved));
    planned = lab.plan(config, await lab.readAgain(config, saved.environment.sources).catch(tellWayOut));
  } catch (cause) {
    if (!(cause instanceof LabError)) throw cause;
    throw new LabError(cause.kind, `${join(saved.dir, CONFIG)}: ${cause.message}`, { cause });
  }
  ensureSameRun(saved, planned, purpose);
  return planned;
}

/** @throws LabError that says what to do when a file of a run is not what it was */
function tellWayOut(cause: unknown): never {
  if (!(cause instanceof LabError)) throw cause;
  const wayOut = 'put the file there as it was, or say where it is with --source <old>=<new>';
  throw new LabError(cause.kind, `${cause.message}: ${wayOut}`, { cause });
}

/**
 * The options that are locations of files which have moved, with the present locations.
 *
 * @param moved with absolute paths
 * @throws LabError of kind `config` naming a location that is none of the run's
 */
function movedOptions(sources: readonly Source[], moved: ReadonlyMap<string, string>): [string, string][] {
  const options = sources.filter(({ isOption }) => isOption);
  const known = options.map(({ location }) => absoluteLocation(location));
  for (const location of moved.keys()) {
    if (known.includes(location)) continue;
    const hint =
      known.length === 0 ? ', or any other file' : didYouMean(location, known) || `: it reads ${known.join(', ')}`;
    throw new LabError('config', `the run does not read ${location}${hint}`);
  }
  return options.flatMap(({ key, location }) => {
    const place = moved.get(absoluteLocation(location));
    return place === undefined ? [] : [[key, place]];
  });
}

/**
 * Checks that the planned run is the one in the folder, so that it ends at the same bits.
 *
 * @throws LabError of kind `store` with the difference
 */
export function ensureSameRun({ dir, environment }: SavedRun, { identity }: PlannedRun, purpose: Purpose): void {
  if (identity.runId === environment.runId) return;
  const sameConfig = runIdOf({ ...environment, config: identity.config }) === environment.runId;
  const differences = sameConfig ? differencesOf(environment, identity).join(', ') : `its ${CONFIG} has been changed`;
  throw new LabError(
    'store',
    `${dir} cannot be ${purpose}, because ${differences}; start it afresh with "sharpness run ${join(dir, CONFIG)}"`,
  );
}

/** The differences between the software at the start of a run and the present one, in words. */
function differencesOf(then: Environment, now: RunIdentity): string[] {
  const engine = then.engine.name;
  if (engine !== now.engine.name) return [`it began on the engine "${engine}" and would go on on "${now.engine.name}"`];
  const names = new Set([...Object.keys(then.versions), ...Object.keys(now.versions)]);
  const versions = Array.from(names)
    .filter((name) => then.versions[name] !== now.versions[name])
    .map((name) => `it began with ${name} ${then.versions[name] ?? '-'} and this is ${now.versions[name] ?? '-'}`);
  return versions.length > 0 ? versions : [`it began with other code in the engine "${engine}"`];
}
