import { LabError, type Samples } from '@sharpness-lab/core';
import type { KernelLoss } from './bindings.ts';
import { instantiateKernels, type Kernels } from './kernels.ts';
import { type Layout, padded } from './layout.ts';
import { type MemoryMap, mapMemory, type NetworkMemory, writeWorkspace } from './memory-map.ts';

const PAGE = 2 ** 16;

/** Bytes that WebAssembly can address, less a page, so that no address behind a region's end wraps round to 0. */
export const MEMORY_LIMIT = 2 ** 32 - PAGE;

/** A session's memory, with its own instance of the kernels and the training set in place. */
export interface Memory {
  readonly kernels: Kernels;
  readonly layout: Layout;
  readonly map: MemoryMap;
  /** The whole memory as floats. */
  readonly floats: Float32Array;
  /** The epoch's order, which the kernels read. */
  readonly order: Int32Array;
  /** The training targets. */
  readonly targets: Float32Array;
  /** The targets of the epoch's steps, which the fused kernels read. */
  readonly stepTargets: Float32Array;
}

/**
 * Allocates all of a session's memory, and writes the training set into it.
 *
 * @param vectors the number of parameter vectors
 * @param loss the loss of the fused steps, if there are any
 * @throws LabError of kind `engine` when the machine does not give that much memory
 */
export async function openMemory(
  network: NetworkMemory,
  train: Samples,
  vectors: number,
  loss?: KernelLoss,
): Promise<Memory> {
  const { layout } = network;
  const map = mapMemory(network, train.size, vectors);
  const memory = allocate(map.size);
  const { buffer } = memory;
  const { inputs, inputColumns, order, targets: targetRegion, stepTargets } = map.regions;
  writeWorkspace(buffer, network, loss, train.size, map);
  const floats = new Float32Array(buffer);
  const targets = new Float32Array(buffer, targetRegion, train.size);
  targets.set(train.targets);
  writeRows(floats.subarray(inputs / 4), layout, train, 0, train.size);
  const kernels = await instantiateKernels(memory);
  if (inputColumns !== undefined) {
    kernels.transpose(inputs, layout.stride, train.size, inputColumns, padded(train.size, 8));
  }
  return {
    kernels,
    layout,
    map,
    floats,
    order: new Int32Array(buffer, order, train.size),
    targets,
    stepTargets: new Float32Array(buffer, stepTargets, train.size),
  };
}

/** Writes the input rows of the samples from `start` to `end`: x' = [x, 1], or x without bias. */
export function writeRows(
  rows: Float32Array,
  { columns, stride }: Layout,
  { inputs, dimension }: Samples,
  start: number,
  end: number,
): void {
  for (let i = start; i < end; i++) {
    const row = (i - start) * stride;
    for (let k = 0; k < dimension; k++) rows[row + k] = inputs[i * dimension + k] as number;
    if (columns > dimension) rows[row + dimension] = 1;
  }
}

function allocate(size: number): WebAssembly.Memory {
  const pages = Math.ceil(size / PAGE);
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages });
  } catch (cause) {
    const megabytes = Math.ceil(size / 1e6);
    throw new LabError('engine', `engine "wasm" could not get the ${megabytes} MB of memory that this run needs`, {
      cause,
    });
  }
}
