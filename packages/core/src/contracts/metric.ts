import type { RandomStream } from '../random/random-stream.ts';
import type { ExperimentConfig } from './experiment-config.ts';
import type { Loss } from './loss.ts';
import type { Measurement } from './measurement.ts';
import type { Model, OutputDerivatives, ParameterSpecs, ParameterValues } from './model.ts';
import type { Quantity } from './quantity.ts';
import type { Data } from './samples.ts';
import type { Targets } from './targets.ts';

export type Split = keyof Data;

/** Read access to a network in training. Everything is computed once, at the first request. */
export interface Probe {
  /** The experiment's resolved configuration: names and options of everything. */
  readonly config: ExperimentConfig;
  readonly data: Data;
  readonly model: Model;
  readonly loss: Loss;
  readonly specs: ParameterSpecs;
  readonly parameters: ParameterValues;
  /** Outputs f(x_i) on a split. */
  outputs(split: Split): Float32Array;
  /** Mean loss on a split. */
  meanLoss(split: Split): number;
  /**
   * Derivatives of the outputs on the training set from closed forms, in double precision; undefined for models without
   * them.
   */
  derivatives(): OutputDerivatives | undefined;
  /** The gradient of the training loss, by parameter name. */
  gradient(): ParameterValues;
  /**
   * H v for the Hessian H of the training loss, by differentiation and not by differences, in single precision: the
   * relative error ||computed - H v|| / ||H v|| is about 3e-7, and larger for v that H nearly maps to 0. Double precision
   * is to be had from closed forms only. Absent where the engine offers none.
   */
  readonly hessianVectorProduct?: (vector: ParameterValues) => ParameterValues;
  /**
   * G v for the Gauss-Newton matrix G of the training loss, as precise as {@link hessianVectorProduct}. Absent where the
   * engine offers none.
   */
  readonly gaussNewtonVectorProduct?: (vector: ParameterValues) => ParameterValues;
  /** A random stream of the metric's own, the same at every measurement. */
  stream(name: string): RandomStream;
}

/** Measures a property of a network. */
export interface Metric {
  /** The targets for which the measurement means something; any real numbers by default. Data with others are refused. */
  readonly targets?: Targets;
  measure(probe: Probe): Measurement;
}

/** What the quantities of a metric may depend on besides its options. */
export interface QuantityContext {
  /** The parameters of the experiment's model. */
  readonly specs: ParameterSpecs;
}

/** What a metric measures: a list or, where that depends on options or on the model, a function that makes one. */
export type Quantities<Options> =
  | readonly Quantity[]
  // Taken from a method, so that definitions with different options fit one list.
  | { of(options: Options, context: QuantityContext): readonly Quantity[] }['of'];

/** A metric of an experiment, with the quantities that it declares there. */
export interface DeclaredMetric {
  readonly metric: Metric;
  readonly quantities: readonly Quantity[];
}
