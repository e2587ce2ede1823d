import type { RunEvent } from '../contracts/events.ts';
import type { RecordedRun } from '../contracts/launcher.ts';
import type { Observer } from '../contracts/observer.ts';
import type { RunIdentity } from '../contracts/run-identity.ts';
import type { RunRecorder, RunStore } from '../contracts/run-store.ts';
import { LabError } from '../errors.ts';
import type { PlannedRun } from '../planning/plan-run.ts';
import { attributed } from '../plugins/attribution.ts';
import { UNKNOWN_VERSION } from '../plugins/origin.ts';
import type { Lab } from './lab.ts';
import { nonFiniteWarnings } from './non-finite-warnings.ts';
import { RUN_STORE } from './services.ts';

/** Seconds between two checkpoints, unless told otherwise. */
const CHECKPOINT_INTERVAL = 30;

/** A run to execute and record. */
export interface Recording {
  readonly lab: Lab;
  readonly planned: PlannedRun;
  /** Where it is kept; by default in the lab's run store. */
  readonly store?: RunStore;
  /** Seconds between two checkpoints; 30 by default. */
  readonly checkpointEvery?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Told of every event once it has been written. */
  readonly onEvent?: (event: RunEvent) => void;
  /**
   * Told in a sentence what the user should know, though the run goes on: that a checkpoint cannot be used, that a metric
   * measures what is not finite.
   */
  readonly onWarning?: (message: string) => void;
}

/**
 * Executes a planned run, has it written and passes its events to the observers that its configuration names. It goes
 * on from the last checkpoint of an earlier attempt; or finds that the same run is finished already, and takes its
 * result.
 *
 * @throws LabError of kind `store` when results cannot be written, or the run is going on already; of kind `plugin` when
 *   the lab was composed of plugins without their versions, or has no run store
 */
export async function recordRun(recording: Recording): Promise<RecordedRun> {
  const { lab, planned, store = lab.service(RUN_STORE), onWarning = () => {} } = recording;
  const { identity, experiment } = planned;
  ensureVersions(identity);
  const finished = await store.find(identity.runId);
  if (finished !== undefined) return finished;
  const run = { config: experiment.config, identity };
  return store.record(run, (recorder) => execute(recording, recorder), onWarning);
}

/** A run is taken for finished, or gone on with, by its identity, which has to tell the versions of its plugins apart. */
function ensureVersions({ versions }: RunIdentity): void {
  if (!Object.values(versions).includes(UNKNOWN_VERSION)) return;
  throw new LabError(
    'plugin',
    'a run is recorded with the versions of its plugins, and some were given to the lab without their version: give createLab { origin: { name, version }, module }',
  );
}

async function execute(
  { lab, planned, checkpointEvery = CHECKPOINT_INTERVAL, signal, onEvent, onWarning }: Recording,
  recorder: RunRecorder,
): Promise<RecordedRun> {
  const observers = planned.experiment.config.observers.map((observer) => lab.registry.create(observer));
  const warningsOf = nonFiniteWarnings(planned.experiment);
  for await (const event of lab.run(planned, { signal, checkpointEvery, from: recorder.from })) {
    await recorder.observe(event);
    for (const observer of observers) await observe(observer, event);
    onEvent?.(event);
    for (const warning of warningsOf(event)) onWarning?.(warning);
  }
  const { result } = recorder;
  if (result === undefined) throw new Error('a run ended without a result');
  return { status: result.status, result, dir: recorder.dir, reused: false };
}

async function observe(observer: Observer, event: RunEvent): Promise<void> {
  try {
    await observer.observe(event);
  } catch (error) {
    throw attributed(observer, error);
  }
}
