import type { RandomStream } from '../random/random-stream.ts';
import type { Experiment } from './experiment.ts';
import type { ParameterSpecs, ParameterValues, VectorValues } from './model.ts';
import type { Data, Samples } from './samples.ts';

/** The input of an engine's session. */
export interface SessionSetup {
  readonly data: Data;
  readonly specs: ParameterSpecs;
  readonly initial: ParameterValues;
  /** The stream from which the optimizers' streams are derived. */
  readonly stream: RandomStream;
}

/** Everything in a session that changes during training. */
export interface SessionState {
  readonly parameters: VectorValues;
  /** The optimizer's state vectors by name, those that are kept for a later phase among them. */
  readonly optimizer: Readonly<Record<string, VectorValues>>;
  /** The positions of the optimizers' random streams by name, see {@link RandomStream.state}. */
  readonly streams: Readonly<Record<string, readonly number[]>>;
}

/** A network in memory, being trained. */
export interface Session {
  /** Prepares the optimizer of a phase. State vectors start at zero, unless the phase keeps them. */
  startPhase(index: number): void;
  /**
   * Trains one epoch over `order`, sample indices cut into batches of the phase's size (the last may be smaller).
   *
   * @param order lent for the call
   * @param progress the fraction of the phase's epochs that are done
   * @returns how many steps were completed with a finite loss: all of them, unless the run diverges
   */
  epoch(order: Int32Array, progress: number): number;
  /** A copy of everything that changes in training, taken between two epochs without disturbing them. */
  state(): SessionState;
  /**
   * Restores a state, bit for bit. It is called right after `startPhase` of the phase in which a session of the same
   * setup returned the state. This session does not need to have run the phases before.
   */
  restore(state: SessionState): void;
  /** A copy of the parameters. */
  parameters(): ParameterValues;
  /** Outputs f(x_i) of the network as it stands. */
  outputs(samples: Samples): Float32Array;
  /** The gradient of the training loss. */
  gradient(): ParameterValues;
  /**
   * H v for the Hessian of the training loss, by differentiation and not by differences of gradients, in single
   * precision: the relative error is about 3e-7. Absent where the engine has no such product.
   *
   * @throws LabError of kind `engine` naming the operation of the model for which there is no such product
   */
  readonly hessianVectorProduct?: (vector: ParameterValues) => ParameterValues;
  /**
   * G v for the Gauss-Newton matrix G = (1/n) sum_i l''(f_i) grad f_i grad f_i' of the training loss. It is the Hessian
   * without the second derivatives of the outputs. It is as precise as {@link hessianVectorProduct}, and absent where the
   * engine has no such product.
   *
   * @throws LabError of kind `engine` naming the operation of the model for which there is no such product
   */
  readonly gaussNewtonVectorProduct?: (vector: ParameterValues) => ParameterValues;
  /** Frees the memory of the session. */
  close(): void;
}

/** An engine's way to execute one experiment. */
export interface EnginePlan {
  /** The code path of each phase. */
  readonly paths: readonly string[];
  /**
   * Opens a session of the experiment. A plan may have any number of sessions.
   *
   * @throws LabError of kind `engine` when something it needs is missing
   */
  open(setup: SessionSetup): Promise<Session>;
}

/** An engine's reason not to execute an experiment. */
export interface EngineRefusal {
  /** Continues a sentence that begins with the engine's name, in words that help the user. */
  readonly refusal: string;
}

/** Executes the arithmetic of a run. */
export interface Engine {
  /** For `engine: auto`, engines are asked from the highest rank down. */
  readonly rank: number;
  /** Identifies the code that executes the arithmetic, if versions alone do not (compiled kernels). */
  readonly fingerprint?: string;
  /** Decides from the experiment alone, before any data are drawn. */
  plan(experiment: Experiment): EnginePlan | EngineRefusal;
}
