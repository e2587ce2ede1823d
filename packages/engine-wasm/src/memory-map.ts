import { BLOCK, WORKSPACE_FIELDS } from './generated/kernels.ts';
import type { Address } from './kernels.ts';
import { type Architecture, type Layout, padded } from './layout.ts';

/** Samples that go through the network together; larger batches go in chunks. */
export const CHUNK = 128;

/** Where regions begin: behind the kernels' own constants. */
export const HEAP = 4096;

type Field = (typeof WORKSPACE_FIELDS)[number];

/** Where everything lies in a session's memory; known, with its size, before any of it is allocated. */
export interface MemoryMap {
  /** Address of each region that the workspace names. */
  readonly regions: Readonly<Partial<Record<Field, Address>>>;
  readonly workspace: Address;
  /** Parameter vectors. */
  readonly vectors: readonly Address[];
  /** Bytes altogether. */
  readonly size: number;
}

/** Lays out the memory of a session: `samples` training samples, `vectors` parameter vectors. */
export function mapMemory(
  { normalization }: Architecture,
  layout: Layout,
  samples: number,
  vectors: number,
): MemoryMap {
  let end = HEAP;
  const allocate = (elements: number): Address => {
    const address = end;
    end += padded(4 * elements, 64);
    return address;
  };

  const { width, stride, length } = layout;
  const batch = normalization === 'batch';
  const trainColumns = batch ? padded(samples, 8) : 0;
  const chunk = Math.max(CHUNK, trainColumns);
  const neurons = () => allocate(width + 4);
  const samplesOfChunk = () => allocate(chunk + 4);

  const workspace = allocate(WORKSPACE_FIELDS.length);
  const regions = {
    inputs: allocate(samples * stride),
    targets: allocate(samples),
    order: allocate(samples),
    rows: allocate(CHUNK * stride),
    rowColumns: allocate(CHUNK * stride),
    preActivations: allocate(width * chunk),
    outputs: samplesOfChunk(),
    slopes: samplesOfChunk(),
    scales: samplesOfChunk(),
    tilts: samplesOfChunk(),
    sampleWeights: samplesOfChunk(),
    sampleIndex: samplesOfChunk(),
    sampleValues: samplesOfChunk(),
    index: neurons(),
    hidden: neurons(),
    outgoings: neurons(),
    derivatives: neurons(),
    gram: allocate(BLOCK * BLOCK),
    ...(batch && {
      inputColumns: allocate(stride * trainColumns),
      inverses: neurons(),
      effective: neurons(),
      gammas: neurons(),
      units: neurons(),
      squares: neurons(),
      activeRows: allocate((width + 4) * stride),
      directions: allocate(width * stride),
    }),
  };
  return { regions, workspace, vectors: Array.from({ length: vectors }, () => allocate(length)), size: end };
}

/** Writes the workspace that the kernels read. */
export function writeWorkspace(
  buffer: ArrayBuffer,
  { normalization, epsilon = 0 }: Architecture,
  layout: Layout,
  samples: number,
  { regions, workspace }: MemoryMap,
): void {
  const numbers: Partial<Record<Field, number>> = {
    ...regions,
    width: layout.width,
    columns: layout.columns,
    stride: layout.stride,
    samples,
    paddedSamples: padded(samples, 8),
    gamma: 4 * layout.gamma,
    outgoing: 4 * layout.outgoing,
    normalized: normalization === 'layer' ? 1 : 0,
  };
  const fields = new DataView(buffer, workspace);
  WORKSPACE_FIELDS.forEach((field, position) => {
    fields.setUint32(4 * position, numbers[field] ?? 0, true);
  });
  fields.setFloat32(4 * WORKSPACE_FIELDS.indexOf('epsilon'), epsilon, true);
}
