import type { SessionState } from './engine.ts';
import type { ExperimentConfig } from './experiment-config.ts';
import type { ParameterSpecs, ParameterValues } from './model.ts';
import type { RunIdentity } from './run-identity.ts';

/** The way in which a run ended. */
export type RunStatus = 'completed' | 'diverged' | 'interrupted';

/** Metric names to finite numbers; an estimate has a second entry, its name with `-standard-error` behind it. */
export type MetricValues = Readonly<Record<string, number>>;

/** A run begins. Everything it needs is ready. */
export interface StartedEvent {
  readonly type: 'started';
  readonly identity: RunIdentity;
  readonly config: ExperimentConfig;
  /** Epochs of all phases together. */
  readonly epochs: number;
  /** Steps of all phases together. */
  readonly steps: number;
}

/**
 * A run resumes from a checkpoint. The event follows `started`. As everywhere, epochs and steps are counted over all
 * phases.
 */
export interface ResumedEvent {
  readonly type: 'resumed';
  readonly epoch: number;
  readonly step: number;
}

/** A phase begins, or a resumed run enters it again. */
export interface PhaseEvent {
  readonly type: 'phase';
  readonly phase: number;
}

/** The progress of the run, several times a second. */
export interface ProgressEvent {
  readonly type: 'progress';
  readonly epoch: number;
  readonly step: number;
  readonly seconds: number;
}

/** Metrics, measured after `epoch` epochs counted over all phases. */
export interface MeasuredEvent {
  readonly type: 'measured';
  readonly phase: number;
  readonly epoch: number;
  readonly step: number;
  readonly seconds: number;
  readonly values: MetricValues;
}

/** The state of a run between two epochs. It contains everything that a run needs to resume there, bit for bit. */
export interface Checkpoint {
  readonly runId: string;
  readonly phase: number;
  readonly epoch: number;
  readonly step: number;
  /** Wall-clock time so far. */
  readonly seconds: number;
  /** The metrics measured last. */
  readonly final: MetricValues;
  /** The position of the phase's sample order, see {@link RandomStream.state}. */
  readonly order: readonly number[];
  readonly session: SessionState;
}

/** A checkpoint was taken. */
export interface CheckpointEvent {
  readonly type: 'checkpoint';
  readonly checkpoint: Checkpoint;
  readonly specs: ParameterSpecs;
}

/** A run ended. */
export interface FinishedEvent {
  readonly type: 'finished';
  readonly result: RunResult;
  readonly specs: ParameterSpecs;
  readonly parameters: ParameterValues;
}

export type RunEvent =
  | StartedEvent
  | ResumedEvent
  | PhaseEvent
  | ProgressEvent
  | MeasuredEvent
  | CheckpointEvent
  | FinishedEvent;

/** The result of a run. */
export interface RunResult {
  readonly runId: string;
  readonly status: RunStatus;
  readonly engine: string;
  /** Completed epochs and steps, over all phases. */
  readonly epochs: number;
  readonly steps: number;
  /**
   * Wall-clock time of training, including measurements. For a resumed run it is the time up to the checkpoint and the
   * time from there on.
   */
  readonly seconds: number;
  readonly stepsPerSecond: number;
  /** The metrics measured last. */
  readonly final: MetricValues;
  /** For a diverged run, the step whose loss was not finite, counted from 1. */
  readonly divergedAtStep?: number;
}
