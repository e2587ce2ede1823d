import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LabError } from '../errors.ts';
import { type RunIdentity, runIdOf } from '../identity.ts';
import type { RecordedRun } from '../launcher.ts';
import type { PlannedRun } from '../train.ts';
import { z } from '../vendor/zod.ts';
import { CONFIG, ENVIRONMENT, readFinishedRun } from './run-directory.ts';

/** What a run ran on, as far as it decides its numbers. */
const environmentSchema = z.object({
  runId: z.string(),
  engine: z.looseObject({ name: z.string(), options: z.unknown(), paths: z.array(z.string()) }),
  versions: z.record(z.string(), z.string()),
});

type Environment = z.output<typeof environmentSchema>;

/** A run as its folder tells of it. */
export interface SavedRun {
  readonly dir: string;
  /** Its resolved configuration, as plain data. */
  readonly config: unknown;
  /** What it began with. */
  readonly environment: Environment;
  /** Its result, if it is finished. */
  readonly finished: RecordedRun | undefined;
}

/**
 * Reads what the folder of a run says of it.
 *
 * @throws LabError of kind `store` when it is not the folder of a run
 */
export async function readSavedRun(dir: string): Promise<SavedRun> {
  try {
    const config: unknown = JSON.parse(await readFile(join(dir, CONFIG), 'utf8'));
    const environment = environmentSchema.parse(JSON.parse(await readFile(join(dir, ENVIRONMENT), 'utf8')));
    return { dir, config, environment, finished: await readFinishedRun(dir, environment.runId) };
  } catch (cause) {
    throw new LabError(
      'store',
      `${dir} is not the folder of a run: expected one that "sharpness run" made, with its ${CONFIG} and ${ENVIRONMENT}`,
      { cause },
    );
  }
}

/**
 * Checks that a run as planned now is the one in the folder, so that it ends at the bits at which that one would have.
 *
 * @throws LabError of kind `store` saying what differs
 */
export function ensureSameRun({ dir, environment }: SavedRun, { identity }: PlannedRun): void {
  if (identity.runId === environment.runId) return;
  const sameConfig = runIdOf({ ...environment, config: identity.config }) === environment.runId;
  const differences = sameConfig ? differencesOf(environment, identity).join(', ') : `its ${CONFIG} has been changed`;
  throw new LabError(
    'store',
    `${dir} cannot be resumed, because ${differences}; start it afresh with "sharpness run ${join(dir, CONFIG)}"`,
  );
}

/** What differs between the software that a run began with and that of now, in words. */
function differencesOf(then: Environment, now: RunIdentity): string[] {
  const names = new Set([...Object.keys(then.versions), ...Object.keys(now.versions)]);
  const versions = Array.from(names)
    .filter((name) => then.versions[name] !== now.versions[name])
    .map((name) => `it began with ${name} ${then.versions[name] ?? '-'} and this is ${now.versions[name] ?? '-'}`);
  return versions.length > 0 ? versions : [`it began with other code in the engine "${then.engine.name}"`];
}
