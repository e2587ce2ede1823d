import type { RandomStream } from '../random/random-stream.ts';
import type { ParameterSpecs, ParameterValues } from './model.ts';
import type { Samples } from './samples.ts';

/** The input of an initializer: the model by name, the shapes of its parameters, and the training set. */
export interface InitializerContext {
  /** The model plugin's name. */
  readonly model: string;
  /** The model's resolved options. */
  readonly modelOptions: Readonly<Record<string, unknown>>;
  readonly specs: ParameterSpecs;
  readonly train: Samples;
}

/** Chooses the parameters that training starts from. */
export interface Initializer {
  /**
   * @throws LabError of kind `config` when the model or the training set does not suit.
   */
  initialize(context: InitializerContext, stream: RandomStream): ParameterValues;
}
