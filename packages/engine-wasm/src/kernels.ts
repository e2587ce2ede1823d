import { BINARY } from './generated/kernels.ts';

/** An address in the memory of a session, in bytes. */
export type Address = number;

/**
 * The exported functions of assembly/index.ts, which has their documentation. Every session has an instance of its own.
 * `workspace` is the address of the session's workspace, `parameters` and `out` are addresses of parameter vectors.
 */
export interface Kernels {
  /** The address of the factor of `scale` and `axpy` and of the result of `dot`, in double precision. */
  scalar(): Address;
  fill(value: number, x: Address, stride: number, rows: number, columns: number): void;
  copy(from: Address, fromStride: number, to: Address, toStride: number, rows: number, columns: number): void;
  scale(x: Address, stride: number, rows: number, columns: number): void;
  axpy(x: Address, xStride: number, y: Address, yStride: number, rows: number, columns: number): void;
  dot(x: Address, xStride: number, y: Address, yStride: number, rows: number, columns: number): void;
  multiply: BinaryKernel;
  divide: BinaryKernel;
  abs: UnaryKernel;
  sqrt: UnaryKernel;

  gatherRows(matrix: Address, stride: number, index: Address, count: number, out: Address): void;
  transpose(matrix: Address, stride: number, rows: number, out: Address, padded: number): void;

  forwardSample(workspace: Address, parameters: Address, x: Address): void;
  backwardSample(workspace: Address, parameters: Address, x: Address, out: Address): void;
  forwardBatch(workspace: Address, parameters: Address, count: number): void;
  backwardBatch(workspace: Address, parameters: Address, count: number, out: Address, keep: 0 | 1): void;
  batchNormStatistics(workspace: Address, parameters: Address): void;
  forwardBatchNorm(workspace: Address): void;
  evaluateBatchNorm(workspace: Address, parameters: Address, count: number): void;
  backwardBatchNorm(workspace: Address, parameters: Address, out: Address): void;

  tangentBatch(workspace: Address, parameters: Address, direction: Address, count: number): void;
  curvatureBatch(workspace: Address, parameters: Address, direction: Address, count: number, out: Address): void;
  forwardSoftplusSample(workspace: Address, parameters: Address, x: Address): void;
  backwardSoftplusSample(workspace: Address, parameters: Address, x: Address, out: Address): void;
  forwardSoftplusBatch(workspace: Address, parameters: Address, count: number): void;
  backwardSoftplusBatch(workspace: Address, parameters: Address, count: number, out: Address, keep: 0 | 1): void;
  tangentSoftplusBatch(workspace: Address, parameters: Address, direction: Address, count: number): void;
  curvatureSoftplusBatch(
    workspace: Address,
    parameters: Address,
    direction: Address,
    count: number,
    out: Address,
  ): void;
  tangentBatchNorm(workspace: Address, parameters: Address, direction: Address): void;
  curvatureBatchNorm(workspace: Address, parameters: Address, direction: Address, out: Address): void;

  deepForwardSample(workspace: Address, parameters: Address, x: Address): void;
  deepBackwardSample(workspace: Address, parameters: Address, x: Address, out: Address): void;
  deepForwardBatch(workspace: Address, parameters: Address, count: number): void;
  deepBackwardBatch(workspace: Address, parameters: Address, count: number, out: Address, keep: 0 | 1): void;
  deepTangentBatch(workspace: Address, parameters: Address, direction: Address, count: number): void;
  deepCurvatureBatch(workspace: Address, parameters: Address, direction: Address, count: number, out: Address): void;

  samEpoch: EpochKernel;
  slicedSamEpoch: BatchEpochKernel;
  descentEpoch(
    workspace: Address,
    parameters: Address,
    count: number,
    batchSize: number,
    learningRate: number,
    weightDecay: number,
  ): number;
  batchNormSamEpoch: EpochKernel;
  softplusSamEpoch: EpochKernel;
  deepSamEpoch: EpochKernel;
}

/** An operation on the elements of one vector. */
export type UnaryKernel = (
  x: Address,
  xStride: number,
  out: Address,
  outStride: number,
  rows: number,
  columns: number,
) => void;

/** An operation on the elements of two vectors. */
export type BinaryKernel = (
  x: Address,
  xStride: number,
  y: Address,
  yStride: number,
  out: Address,
  outStride: number,
  rows: number,
  columns: number,
) => void;

/**
 * Steps once for each of the first `count` samples of the order, whose targets are in the workspace's stepTargets.
 * Returns the number of steps with finite residuals. `firstLayerNorm` is the norm to project the first layer on, 0 for
 * none.
 */
export type EpochKernel = (
  workspace: Address,
  parameters: Address,
  count: number,
  learningRate: number,
  rho: number,
  weightDecay: number,
  firstLayerNorm: number,
) => number;

/**
 * Steps once for each batch of the first `count` samples of the order, whose targets are in the workspace's
 * stepTargets. Returns the number of steps with finite residuals. `change` is the address of a parameter vector to work
 * in.
 */
export type BatchEpochKernel = (
  workspace: Address,
  parameters: Address,
  change: Address,
  count: number,
  batchSize: number,
  learningRate: number,
  rho: number,
  weightDecay: number,
) => number;

/** Compiles a module that is given in base64. */
export function compileModule(base64: string): Promise<WebAssembly.Module> {
  return WebAssembly.compile(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));
}

let compiled: Promise<WebAssembly.Module> | undefined;

/** A new instance of the kernels on a memory. The module is compiled once. */
export async function instantiateKernels(memory: WebAssembly.Memory): Promise<Kernels> {
  compiled ??= compileModule(BINARY);
  const { exports } = await WebAssembly.instantiate(await compiled, { env: { memory } });
  return exports as Kernels;
}
