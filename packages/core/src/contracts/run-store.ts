import type { Checkpoint, MeasuredEvent, RunEvent, RunResult } from './events.ts';
import type { ExperimentConfig } from './experiment-config.ts';
import type { RecordedRun } from './launcher.ts';
import type { SavedArray } from './measurement.ts';
import type { ParameterValues } from './model.ts';
import type { Quantity } from './quantity.ts';
import type { RunIdentity } from './run-identity.ts';

/** A measurement as it is kept. */
export type MeasuredPoint = Omit<MeasuredEvent<SavedArray>, 'type'>;

/** A run that is about to be recorded. */
export interface RecordableRun {
  readonly config: ExperimentConfig;
  readonly identity: RunIdentity;
}

/** Writes one run. */
export interface RunRecorder {
  /** Where its results are: a folder or an address. */
  readonly dir: string;
  /** The checkpoint from which the run goes on. */
  readonly from: Checkpoint | undefined;
  /** The result as it is kept, once the run has ended. */
  readonly result: RunResult<SavedArray> | undefined;
  /**
   * Keeps what an event tells. Once it is done, the event is there even if the program is killed.
   *
   * @throws LabError of kind `store` when it cannot be written
   */
  observe(event: RunEvent): Promise<void>;
}

/** Keeps runs: on a disk, in an object store. */
export interface RunStore {
  /** The folder or address that holds the runs. */
  readonly location: string;
  /**
   * Makes the place ready, so that a list of runs fails before the first of them begins.
   *
   * @throws LabError of kind `store` when nothing can be written there
   */
  prepare(): Promise<void>;
  /** The finished run of this identity, if there is one. */
  find(runId: string): Promise<RecordedRun | undefined>;
  /**
   * Lets one run be written, which nothing else writes at the same time.
   *
   * @param work is given the recorder; when it ends, the run is released
   * @param onWarning told in a sentence what should be known though the run goes on: that a checkpoint cannot be used
   * @throws LabError of kind `store` when the run is being written already
   */
  record<T>(
    run: RecordableRun,
    work: (recorder: RunRecorder) => Promise<T>,
    onWarning: (message: string) => void,
  ): Promise<T>;
  /**
   * The measurements of a finished run, in the order in which they were made.
   *
   * @throws LabError of kind `store` when they are missing or damaged
   */
  measurements(run: RecordedRun): Promise<MeasuredPoint[]>;
  /**
   * The quantities that a run measures: names, titles, units and scales.
   *
   * @throws LabError of kind `store` when they are damaged
   */
  quantities(run: RecordedRun): Promise<readonly Quantity[]>;
  /**
   * The parameters at the end of a finished run.
   *
   * @throws LabError of kind `store` when they are missing or damaged
   */
  parameters(run: RecordedRun): Promise<ParameterValues>;
}
