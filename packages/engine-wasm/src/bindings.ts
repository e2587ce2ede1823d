import type { Plugins, Schedule } from '@sharpness-lab/core';
import type { Architecture } from './layout.ts';

/** Says what network a model plugin is, so that the kernels can run it. */
export interface ModelBinding {
  /** Name of the model plugin. */
  readonly model: string;
  architecture(options: Readonly<Record<string, unknown>>): Architecture;
}

/** What the fused kernels do in one step: SAM with this radius around SGD, plain SGD where the radius is 0. */
export interface FusedStep {
  /** Learning rate. */
  readonly rate: Schedule;
  readonly radius: Schedule;
  /** Multiple of the parameters that is added to the gradient. */
  readonly weightDecay: number;
}

/** Says which settings of an optimizer plugin, at batchSize 1, are a fused step. */
export interface OptimizerBinding {
  /** Name of the optimizer plugin. */
  readonly optimizer: string;
  fusedStep(options: Readonly<Record<string, unknown>>, plugins: Plugins): FusedStep | undefined;
}

/** Says that a loss plugin is the squared error (f - y)^2 that the fused kernels have built in. */
export interface SquaredErrorBinding {
  /** Name of the loss plugin. */
  readonly loss: string;
}

/** The tokens under which bindings are made; a package that adds a name for something the kernels can do binds its own. */
export const MODEL_BINDING = Symbol.for('@sharpness-lab/engine-wasm/model');
export const OPTIMIZER_BINDING = Symbol.for('@sharpness-lab/engine-wasm/optimizer');
export const SQUARED_ERROR_BINDING = Symbol.for('@sharpness-lab/engine-wasm/squared-error');
