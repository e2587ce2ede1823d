import type { Tensor, TensorFlow } from '@sharpness-lab/core';

/** The tfjs namespace with what the engine uses beside operations: backends, gradients and the tape. */
export interface Tfjs extends TensorFlow {
  enableProdMode(): void;

  getBackend(): string;
  setBackend(name: string): Promise<boolean>;
  findBackend(name: string): object | null;
  findBackendFactory(name: string): () => object | Promise<object>;
  registerBackend(name: string, factory: () => object): boolean;
  removeBackend(name: string): void;

  getKernelsForBackend(name: string): { readonly kernelName: string }[];
  getGradient(kernelName: string): Gradient | undefined;
  registerGradient(gradient: Gradient): void;
  unregisterGradient(kernelName: string): void;

  engine(): TapeEngine;
}

/** The gradient of an op in its inputs, by their names. */
export interface Gradient {
  readonly kernelName: string;
  readonly inputsToSave?: string[];
  gradFunc(dy: Tensor | Tensor[], saved: Tensor[], attributes: object): Record<string, () => Tensor>;
}

/** The part of tfjs that records operations and goes back through them. */
interface TapeEngine {
  readonly registry: Readonly<Record<string, object>>;
  readonly state: { readonly activeTape?: readonly { readonly saved?: readonly Tensor[] }[] };
  /** The derivatives of `f` in `xs`, with `allowNoGradients` undefined where `f` does not depend on one. */
  gradients(
    f: () => Tensor,
    xs: Tensor[],
    dy?: Tensor,
    allowNoGradients?: boolean,
  ): { readonly value: Tensor; readonly grads: readonly (Tensor | undefined)[] };
  runKernel(kernelName: string, inputs: Readonly<Record<string, Tensor>>, attributes?: object): Tensor | Tensor[];
}
