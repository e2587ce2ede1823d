import type { KernelLoss } from './bindings.ts';
import { BLOCK, WORKSPACE_FIELDS } from './generated/kernels.ts';
import type { Address } from './kernels.ts';
import { type Layout, padded } from './layout.ts';
import type { Field } from './workspace.ts';

/** Samples that go through the network together. Larger batches go in several chunks. */
export const CHUNK = 128;

/** The address of the first region. The kernels' own constants lie before it. */
export const HEAP = 4096;

/** Regions that every network needs. */
type CommonField =
  | 'inputs'
  | 'targets'
  | 'order'
  | 'stepTargets'
  | 'rows'
  | 'rowColumns'
  | 'outputs'
  | 'firstDerivatives'
  | 'tangents'
  | 'derivativeTangents'
  | 'gram';

/** The places of all data in a session's memory. They are known, with its size, before the memory is allocated. */
export interface MemoryMap {
  /** Address of each region that the workspace names. */
  readonly regions: Readonly<Record<CommonField, Address> & Partial<Record<Field, Address>>>;
  readonly workspace: Address;
  /** Parameter vectors. */
  readonly vectors: readonly Address[];
  /** Bytes altogether. */
  readonly size: number;
}

/** The contents of a session's memory that depend on its network. */
export interface NetworkMemory {
  readonly layout: Layout;
  /** Sizes, in elements, of the regions of the workspace that the network needs beyond the common ones. */
  readonly regions: Readonly<Partial<Record<Field, number>>>;
  /** Integer fields of the workspace that the network needs beyond the common ones. */
  readonly integers: Readonly<Partial<Record<Field, number>>>;
  /** Single-precision fields of the workspace. */
  readonly floats: Readonly<Partial<Record<Field, number>>>;
  /** Fills in regions that never change. */
  writeTables?(buffer: ArrayBuffer, regions: MemoryMap['regions']): void;
}

/** Lays out the memory of a session: `samples` training samples, `vectors` parameter vectors. */
export function mapMemory({ layout, regions }: NetworkMemory, samples: number, vectors: number): MemoryMap {
  let end = HEAP;
  const allocate = (elements: number): Address => {
    const address = end;
    end += padded(4 * elements, 64);
    return address;
  };

  const { stride, length } = layout;
  const outputs = Math.max(CHUNK, padded(samples, 8)) + 4;
  const workspace = allocate(WORKSPACE_FIELDS.length);
  const common: Record<CommonField, Address> = {
    inputs: allocate(samples * stride),
    targets: allocate(samples),
    order: allocate(samples),
    stepTargets: allocate(samples),
    rows: allocate(CHUNK * stride),
    rowColumns: allocate(CHUNK * stride),
    outputs: allocate(outputs),
    firstDerivatives: allocate(outputs),
    tangents: allocate(outputs),
    derivativeTangents: allocate(outputs),
    gram: allocate(BLOCK * BLOCK),
  };
  const own = Object.fromEntries(Object.entries(regions).map(([field, elements]) => [field, allocate(elements)]));
  return {
    regions: { ...common, ...own },
    workspace,
    vectors: Array.from({ length: vectors }, () => allocate(length)),
    size: end,
  };
}

/** Writes the workspace and the tables that the kernels read. */
export function writeWorkspace(
  buffer: ArrayBuffer,
  network: NetworkMemory,
  loss: KernelLoss | undefined,
  samples: number,
  { regions, workspace }: MemoryMap,
): void {
  const { layout, integers, floats } = network;
  const numbers: Partial<Record<Field, number>> = {
    ...regions,
    columns: layout.columns,
    stride: layout.stride,
    length: layout.length,
    samples,
    paddedSamples: padded(samples, 8),
    ...integers,
    logistic: loss?.kind === 'logistic' ? 1 : 0,
  };
  const singles: Partial<Record<Field, number>> = {
    ...floats,
    labelScale: loss?.kind === 'logistic' ? 0.5 - loss.labelSmoothing : 0,
  };
  const fields = new DataView(buffer, workspace);
  WORKSPACE_FIELDS.forEach((field, position) => {
    const float = singles[field];
    if (float === undefined) fields.setUint32(4 * position, numbers[field] ?? 0, true);
    else fields.setFloat32(4 * position, float, true);
  });
  network.writeTables?.(buffer, regions);
}
