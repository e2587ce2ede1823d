import type { Observer } from '../contracts/observer.ts';
import type { RunEvent, RunResult } from '../events.ts';
import type { Lab } from '../lab.ts';
import type { RecordedRun } from '../launcher.ts';
import type { PlannedRun } from '../train.ts';
import { findFinishedRun, RunDirectory } from './run-directory.ts';

/** A run to execute and record. */
export interface RecordRequest {
  readonly lab: Lab;
  readonly planned: PlannedRun;
  /** The folder of run folders. */
  readonly out: string;
  readonly signal?: AbortSignal | undefined;
  /** Told of every event once it has been written. */
  readonly onEvent?: (event: RunEvent) => void;
}

/**
 * Executes a planned run, writes it into its folder and passes its events to the observers that its configuration
 * names; or finds that the same run is finished already, and takes its result.
 *
 * @throws LabError of kind `store` when results cannot be written
 */
export async function recordRun({ lab, planned, out, signal, onEvent }: RecordRequest): Promise<RecordedRun> {
  const { config } = planned.experiment;
  const { runId } = planned.identity;
  const finished = await findFinishedRun(out, runId);
  if (finished !== undefined) return finished;
  const directory = new RunDirectory(out, config, runId);
  const listeners: readonly Observer[] = [
    directory,
    ...config.observers.map((observer) => lab.registry.create(observer)),
  ];
  let result: RunResult | undefined;
  for await (const event of lab.run(planned, signal)) {
    for (const listener of listeners) await listener.observe(event);
    onEvent?.(event);
    if (event.type === 'finished') result = event.result;
  }
  if (result === undefined) throw new Error('a run ended without a result');
  return { status: result.status, result, dir: directory.path, reused: false };
}
