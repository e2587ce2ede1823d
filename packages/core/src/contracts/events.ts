import type { SessionState } from './engine.ts';
import type { ExperimentConfig } from './experiment-config.ts';
import type { Measured, NumberArray } from './measurement.ts';
import type { ParameterSpecs, ParameterValues } from './model.ts';
import type { Quantity } from './quantity.ts';
import type { RunIdentity } from './run-identity.ts';

/** The way in which a run ended. */
export type RunStatus = 'completed' | 'diverged' | 'interrupted';

/** A run begins. Everything it needs is ready. */
export interface StartedEvent {
  readonly type: 'started';
  readonly identity: RunIdentity;
  readonly config: ExperimentConfig;
  /** What is measured. */
  readonly quantities: readonly Quantity[];
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

/**
 * Metrics, measured after `epoch` epochs counted over all phases.
 *
 * @typeParam A how arrays are held
 */
export interface MeasuredEvent<A = NumberArray> extends Measured<A> {
  readonly type: 'measured';
  readonly phase: number;
  readonly epoch: number;
  readonly step: number;
  readonly seconds: number;
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
  readonly final: Measured;
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

/**
 * The result of a run.
 *
 * @typeParam A how arrays are held
 */
export interface RunResult<A = NumberArray> {
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
  readonly final: Measured<A>;
  /** For a diverged run, the step whose loss was not finite, counted from 1. */
  readonly divergedAtStep?: number;
}
