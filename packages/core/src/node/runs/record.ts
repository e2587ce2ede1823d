import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { RunEvent } from '../../contracts/events.ts';
import type { RecordedRun } from '../../contracts/launcher.ts';
import type { Observer } from '../../contracts/observer.ts';
import type { RunIdentity } from '../../contracts/run-identity.ts';
import { LabError } from '../../errors.ts';
import type { Lab } from '../../lab/lab.ts';
import type { PlannedRun } from '../../planning/plan-run.ts';
import { attributed } from '../../plugins/attribution.ts';
import { IN_CODE } from '../../plugins/origin.ts';
import { exclusively } from '../files/exclusively.ts';
import { CheckpointFolder } from './checkpoint-folder.ts';
import { CONFIG, findFinishedRun, firstUnmeasured, RunDirectory, runFolder } from './run-directory.ts';

/** Seconds between two checkpoints, unless someone wants others. */
const CHECKPOINT_INTERVAL = 30;

/** A run to execute and record. */
export interface Recording {
  readonly lab: Lab;
  readonly planned: PlannedRun;
  /** Seconds between two checkpoints; 30 by default. */
  readonly checkpointEvery?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Told of every event once it has been written. */
  readonly onEvent?: (event: RunEvent) => void;
  /** Told in a sentence what the user should know, though the run goes on: that a checkpoint cannot be used. */
  readonly onWarning?: (message: string) => void;
}

/** A run to execute and record among others. */
export interface RecordRequest extends Recording {
  /** The folder of run folders. */
  readonly out: string;
}

/**
 * Executes a planned run, writes it into its folder and passes its events to the observers that its configuration
 * names. It goes on from the last checkpoint of an earlier attempt; or finds that the same run is finished already, and
 * takes its result.
 *
 * @throws LabError of kind `store` when results cannot be written, or the run is going on already; of kind `plugin` when
 *   the lab was composed of plugins whose versions nobody knows
 */
export async function recordRun({ out, ...recording }: RecordRequest): Promise<RecordedRun> {
  const { experiment, identity } = recording.planned;
  ensureVersions(identity);
  const finished = await findFinishedRun(out, identity.runId);
  return finished ?? recordInto(runFolder(out, experiment.config, identity.runId), recording);
}

/** The same for a run that is not finished, in a given folder. */
export async function recordInto(dir: string, recording: Recording): Promise<RecordedRun> {
  ensureVersions(recording.planned.identity);
  return exclusively(dir, () => record(dir, recording));
}

/** A run is taken for finished, or gone on with, by its identity, which has to tell the versions of its plugins apart. */
function ensureVersions({ versions }: RunIdentity): void {
  if (!Object.hasOwn(versions, IN_CODE.name)) return;
  throw new LabError(
    'plugin',
    'a run is recorded with the versions of its plugins, and some were given to the lab without their package: give createLab { origin: { name, version }, module }',
  );
}

async function record(
  dir: string,
  { lab, planned, checkpointEvery = CHECKPOINT_INTERVAL, signal, onEvent, onWarning = () => {} }: Recording,
): Promise<RecordedRun> {
  const { config } = planned.experiment;
  const unmeasured = await firstUnmeasured(dir, config);
  const from = await new CheckpointFolder(dir).newest(planned.identity.runId, unmeasured, onWarning);
  if (from === undefined && existsSync(join(dir, CONFIG))) {
    onWarning(`${dir} holds no checkpoint that can be used: the run starts from the beginning`);
  }
  const directory = new RunDirectory(dir, from);
  const listeners: readonly Observer[] = [
    directory,
    ...config.observers.map((observer) => lab.registry.create(observer)),
  ];
  for await (const event of lab.run(planned, { signal, checkpointEvery, from })) {
    for (const listener of listeners) await observe(listener, event);
    onEvent?.(event);
  }
  const { result } = directory;
  if (result === undefined) throw new Error('a run ended without a result');
  return { status: result.status, result, dir, reused: false };
}

async function observe(listener: Observer, event: RunEvent): Promise<void> {
  try {
    await listener.observe(event);
  } catch (error) {
    throw attributed(listener, error);
  }
}
