import type { MeasuredEvent, ProgressEvent, ResumedEvent, RunEvent, RunResult, RunStatus } from './events.ts';
import type { ExperimentConfig } from './experiment-config.ts';
import type { SavedArray } from './measurement.ts';

/** A run that ended and whose results are kept somewhere. */
export interface RecordedRun {
  readonly status: RunStatus;
  readonly result: RunResult<SavedArray>;
  /** The folder that holds the results. */
  readonly dir: string;
  /** True when the same run had been finished before, so that nothing was computed. */
  readonly reused: boolean;
}

/** The outcome of one of several runs. A run that throws does not end the others. */
export type Outcome = RecordedRun | { readonly status: 'failed'; readonly message: string };

/** The last event of a run. */
export interface OutcomeEvent {
  readonly type: 'outcome';
  readonly outcome: Outcome;
}

/** A message to the user that does not end the run, for example that a checkpoint is damaged. */
export interface WarningEvent {
  readonly type: 'warning';
  readonly message: string;
}

/** The events of a run that a launcher passes on. */
export type RunReport = ResumedEvent | ProgressEvent | MeasuredEvent | WarningEvent | OutcomeEvent;

/** Whether a launcher passes an event of a run on. */
export function isReport(event: RunEvent): event is ResumedEvent | ProgressEvent | MeasuredEvent {
  return event.type === 'resumed' || event.type === 'progress' || event.type === 'measured';
}

/** A report, with the key of the run that it is from. */
export type LaunchEvent = RunReport & { readonly run: string };

/** Executes runs somewhere: in this process, on worker threads, on a queue. */
export interface Launcher {
  /** How many runs it executes at a time. */
  readonly concurrency: number;
  /**
   * Starts the runs and streams their reports. Each run ends with its outcome, and the stream ends with the last run.
   *
   * @param configs resolved configurations
   * @param signal stops the runs, which then end as `interrupted`; runs that have not begun report nothing
   */
  launch(runs: ReadonlyMap<string, ExperimentConfig>, signal?: AbortSignal): AsyncIterable<LaunchEvent>;
}
