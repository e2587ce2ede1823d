import type { Samples } from './samples.ts';
import type { Tensor, TensorFlow } from './tensorflow.ts';

/** Shape and place of one named parameter. */
export interface ParameterSpec {
  readonly shape: readonly number[];
  /** The layer of the parameter, counted from 1. */
  readonly layer: number;
  /** How many inputs one output of this parameter's layer sums over; initializers scale by it. */
  readonly fanIn: number;
  /** A constant starting value (normalization scales); absent for parameters that an initializer draws. */
  readonly initial?: number;
}

/** Parameter name to its shape; the order of the keys is the order in memory and in files. */
export type ParameterSpecs<Name extends string = string> = Readonly<Record<Name, ParameterSpec>>;

/** Parameter name to its values, row-major. */
export type ParameterValues<Name extends string = string> = Readonly<Record<Name, Float32Array>>;

/** A vector over all parameters by parameter name, row-major, in the precision that an engine computes in. */
export type VectorValues = Readonly<Record<string, Float32Array | Float64Array>>;

/** Parameter name to its tensor. */
export type ParameterTensors<Name extends string = string> = Readonly<Record<Name, Tensor>>;

/** Per-sample first and second derivatives of the network's output in its parameters. */
export interface OutputDerivatives {
  /** f(x_i). */
  readonly outputs: Float64Array;
  /** ||grad_theta f(x_i)||^2. */
  readonly squaredGradientNorms: Float64Array;
  /** The trace of the Hessian of f(x_i) in theta. */
  readonly laplacians: Float64Array;
}

/** Closed forms that some architectures offer, in double precision and independent of any engine. */
export interface ClosedForms<Name extends string = string> {
  /** Exact derivatives of the outputs on `samples`; `train` is the training set (normalization statistics). */
  derivatives(parameters: ParameterValues<Name>, samples: Samples, train: Samples): OutputDerivatives;
  /** First-hidden-layer pre-activations, one row a sample: n x width. */
  preActivations(parameters: ParameterValues<Name>, samples: Samples): Float64Array;
  /**
   * For each neuron j of the first hidden layer, the norm of its incoming weights (with bias) and the norm of its
   * outgoing weights. With one outgoing weight the latter is its absolute value. In a model with a scale for each
   * neuron (gamma) it is multiplied by the scale.
   */
  neuronNorms(parameters: ParameterValues<Name>): { readonly incoming: Float64Array; readonly outgoing: Float64Array };
}

/**
 * An architecture: named parameters and a forward pass to one scalar output a sample. The forward pass defines the
 * model, so any new model trains at once by automatic differentiation.
 *
 * @typeParam Name the parameters' names, so that the compiler checks every use of one
 */
export interface Model<Name extends string = string> {
  /** The named parameters for inputs of this dimension. */
  parameters(dimension: number): ParameterSpecs<Name>;
  /**
   * Outputs f(x_i), shape [n].
   *
   * @param tf the tfjs namespace
   * @param parameters tensors by parameter name
   * @param inputs [n, d]
   * @param trainInputs [n_train, d], for statistics over the whole training set
   */
  forward(tf: TensorFlow, parameters: ParameterTensors<Name>, inputs: Tensor, trainInputs: Tensor): Tensor;
  readonly closedForms?: ClosedForms<Name>;
}
