import type { SessionState } from './engine.ts';
import type { ExperimentConfig } from './experiment-config.ts';
import type { Measured, NumberArray } from './measurement.ts';
import type { ParameterSpecs, ParameterValues } from './model.ts';
import type { Quantity } from './quantity.ts';
import type { RunIdentity } from './run-identity.ts';

/** How a run ended. */
export type RunStatus = 'completed' | 'diverged' | 'interrupted';

/** A run begins; everything it needs is in place. */
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

/** A run goes on from a checkpoint: follows `started`. Epochs and steps are counted over all phases, as everywhere. */
export interface ResumedEvent {
  readonly type: 'resumed';
  readonly epoch: number;
  readonly step: number;
}

/** A phase begins, or is entered again by a run that goes on from a checkpoint. */
export interface PhaseEvent {
  readonly type: 'phase';
  readonly phase: number;
}

/** Sign of life, several times a second. */
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

/** Where a run stands between two epochs, and all it needs to go on from there bit for bit. */
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
 * What a run came to.
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
  /** Wall-clock time of training, measurements included; of a resumed run, up to the checkpoint and from there on. */
  readonly seconds: number;
  readonly stepsPerSecond: number;
  /** The metrics measured last. */
  readonly final: Measured<A>;
  /** For a diverged run, the step whose loss was not finite, counted from 1. */
  readonly divergedAtStep?: number;
}
