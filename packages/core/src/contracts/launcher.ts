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

/** How one of several runs ended; one that threw takes no other down with it. */
export type Outcome = RecordedRun | { readonly status: 'failed'; readonly message: string };

/** The last event of a run. */
export interface OutcomeEvent {
  readonly type: 'outcome';
  readonly outcome: Outcome;
}

/** Something that the user should know, though the run goes on: a checkpoint is damaged. */
export interface WarningEvent {
  readonly type: 'warning';
  readonly message: string;
}

/** What a run tells whoever launched it. */
export type RunReport = ResumedEvent | ProgressEvent | MeasuredEvent | WarningEvent | OutcomeEvent;

/** Whether an event of a run is passed on to whoever launched it. */
export function isReport(event: RunEvent): event is ResumedEvent | ProgressEvent | MeasuredEvent {
  return event.type === 'resumed' || event.type === 'progress' || event.type === 'measured';
}

/** A report, with the index of the run in the list that was launched. */
export type LaunchEvent = RunReport & { readonly run: number };

/** Executes the runs of a list somewhere: in this process, on worker threads, on a queue. */
export interface Launcher {
  /**
   * Starts the runs and streams what they report, each run ending with its outcome. The stream ends with the last
   * run.
   *
   * @param configs resolved configurations
   * @param signal stops the runs, which then end as `interrupted`; those that have not begun report nothing
   */
  launch(configs: readonly ExperimentConfig[], signal?: AbortSignal): AsyncIterable<LaunchEvent>;
}
