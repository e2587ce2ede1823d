import type { Plugins, ResolvedReference, Schedule } from '@sharpness-lab/core';
import type { Architecture } from './layout.ts';

/** A plugin whose computations the kernels do. A plugin of the same name in a different package is not meant. */
export interface BoundPlugin {
  /** The name of the package that provides the plugin. */
  readonly packageName: string;
  readonly name: string;
}

/** Whether a reference is to a certain plugin. */
export function isPlugin({ packageName, name }: ResolvedReference, plugin: BoundPlugin): boolean {
  return packageName === plugin.packageName && name === plugin.name;
}

/** Says which settings of a model plugin are a network that the kernels can run. */
export interface ModelBinding extends BoundPlugin {
  architecture(options: Readonly<Record<string, unknown>>): Architecture | undefined;
}

/**
 * Targets of fused steps, y' = s y + e, drawn for each step. e is sigma or -sigma. s is -1 with the flip probability,
 * else 1.
 */
export interface LabelNoise {
  /**
   * The name of the optimizer's random stream. A step draws the sign of e from it. Where the flip probability is not 0,
   * it then draws a uniform number.
   */
  readonly stream: string;
  readonly sigma: Schedule;
  readonly flipProbability: number;
}

/** A step of the fused kernels: SAM with this rho around SGD, or plain SGD where rho is 0. */
export interface FusedStep {
  readonly learningRate: Schedule;
  readonly rho: Schedule;
  /** Multiple of the parameters that is added to the gradient. */
  readonly weightDecay: number;
  /** Absent where steps use the targets of the samples. */
  readonly noise?: LabelNoise | undefined;
  /**
   * The step on larger batches. `whole` is a step on the batch's mean loss (SGD). `sliced` perturbs every sample by its
   * own gradient and averages the gradients (m-SAM with m = 1). Without it the step is fused at batchSize 1 only.
   */
  readonly batches?: 'whole' | 'sliced' | undefined;
}

/** Says which settings of an optimizer plugin are a fused step. */
export interface OptimizerBinding extends BoundPlugin {
  fusedStep(options: Readonly<Record<string, unknown>>, plugins: Plugins): FusedStep | undefined;
}

/**
 * A loss of the fused kernels: (f - y)^2, or the logistic loss with the first derivative sigma(f) - t, t = 1/2 + y (1/2
 * - p).
 */
export type KernelLoss =
  | { readonly kind: 'squared-error' }
  | {
      readonly kind: 'logistic';
      /** p, at least 0 and below 1/2. */
      readonly labelSmoothing: number;
    };

/** Says which settings of a loss plugin are a loss of the fused kernels. */
export interface LossBinding extends BoundPlugin {
  kernelLoss(options: Readonly<Record<string, unknown>>): KernelLoss | undefined;
}

/** The Euclidean norm of some parameters together, which is restored after every step. */
export interface FixedNorm {
  readonly norm: number;
  /** Names of the parameters. */
  readonly parameters: readonly string[];
}

/** Says which settings of a constraint plugin fix a norm. */
export interface ConstraintBinding extends BoundPlugin {
  fixedNorm(options: Readonly<Record<string, unknown>>): FixedNorm | undefined;
}

/**
 * The tokens under which bindings are made. A package whose plugins the kernels can compute makes bindings of its own.
 */
export const MODEL_BINDING = Symbol.for('@sharpness-lab/engine-wasm/model');
export const OPTIMIZER_BINDING = Symbol.for('@sharpness-lab/engine-wasm/optimizer');
export const LOSS_BINDING = Symbol.for('@sharpness-lab/engine-wasm/loss');
export const CONSTRAINT_BINDING = Symbol.for('@sharpness-lab/engine-wasm/constraint');
