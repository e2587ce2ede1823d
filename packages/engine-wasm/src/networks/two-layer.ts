import type { FixedNorm } from '../bindings.ts';
import { TABLE_COLUMNS } from '../generated/kernels.ts';
import type { Address } from '../kernels.ts';
import { type Block, type Layout, padded, type TwoLayerArchitecture } from '../layout.ts';
import { CHUNK } from '../memory-map.ts';
import { samplePasses } from '../passes.ts';
import { sampleProducts } from '../products.ts';
import type { Network } from './network.ts';

/** The places of a two-layer network's parameters: W with a row (W1_j, b1_j) per neuron, then gamma if any, then W2. */
export interface TwoLayerLayout extends Layout {
  /** Number of neurons, padded to a multiple of 4. */
  readonly width: number;
  /** Offset of gamma, or of W2 without batch normalization. */
  readonly gamma: number;
  /** Offset of W2. */
  readonly outgoing: number;
}

/** The layout of a two-layer network's parameters for inputs of this dimension. */
export function twoLayerLayout(
  { width: rows, bias, normalization }: TwoLayerArchitecture,
  dimension: number,
): TwoLayerLayout {
  const width = padded(rows, 4);
  const columns = dimension + (bias ? 1 : 0);
  const stride = padded(columns, 8);
  const gamma = width * stride;
  const outgoing = gamma + (normalization === 'batch' ? width : 0);
  const perNeuron = (offset: number, spacing: number, shape = [rows]): Block => ({
    shape,
    offset,
    rows,
    columns: 1,
    stride: spacing,
  });
  return {
    width,
    columns,
    stride,
    gamma,
    outgoing,
    length: padded(outgoing + width, 16),
    blocks: {
      W1: { shape: [rows, dimension], offset: 0, rows, columns: dimension, stride },
      ...(bias ? { b1: perNeuron(dimension, stride) } : {}),
      ...(normalization === 'batch' ? { gamma: perNeuron(gamma, 1) } : {}),
      W2: perNeuron(outgoing, 1, [1, rows]),
    },
  };
}

/** Regions that both kinds of two-layer networks need, for `chunk` samples at a time. */
export function twoLayerRegions({ width }: TwoLayerLayout, chunk: number) {
  const neurons = width + 4;
  const samples = chunk + 4;
  return {
    preActivations: width * chunk,
    tangentActivations: width * chunk,
    sampleWeights: samples,
    sampleIndex: samples,
    sampleValues: samples,
    index: neurons,
    outgoings: neurons,
  };
}

/** The workspace's fields for a two-layer layout. Offsets are in bytes. */
export function twoLayerFields({
  width,
  gamma,
  outgoing,
}: TwoLayerLayout): Record<'width' | 'gamma' | 'outgoing', Address> {
  return { width, gamma: 4 * gamma, outgoing: 4 * outgoing };
}

/** f(x) = W2 relu(W1 x + b1), with or without bias and layer normalization. */
export function twoLayerNetwork(architecture: TwoLayerArchitecture, dimension: number): Network {
  const layout = twoLayerLayout(architecture, dimension);
  const { normalization, epsilon = 0 } = architecture;
  const neurons = layout.width + 4;
  return {
    layout,
    regions: {
      ...twoLayerRegions(layout, CHUNK),
      inactive: (layout.width * CHUNK) / 32,
      subsetSums: (CHUNK / 4) * 16 * TABLE_COLUMNS,
      scales: CHUNK + 4,
      tilts: CHUNK + 4,
      tangentRatios: CHUNK + 4,
      tangentTilts: CHUNK + 4,
      hidden: neurons,
      derivatives: neurons,
    },
    integers: { ...twoLayerFields(layout), normalized: normalization === 'layer' ? 1 : 0 },
    floats: { epsilon },
    passes: (memory, loss) => samplePasses(memory, memory.kernels, loss),
    products: (memory, loss) => sampleProducts(memory, memory.kernels, loss),
    fuses({ batchSize, batches, fixedNorm }) {
      if (batchSize === 1) return fixedNorm === undefined || isOfFirstLayer(fixedNorm, architecture);
      if (fixedNorm !== undefined) return false;
      return batches === 'sliced' || (normalization === 'none' && batchSize <= CHUNK);
    },
    fusedEpoch: (kernels) => kernels.samEpoch,
    batchEpoch: (kernels, batches) =>
      batches === 'sliced'
        ? kernels.slicedSamEpoch
        : (workspace, parameters, _change, count, batchSize, learningRate, _rho, weightDecay) =>
            kernels.descentEpoch(workspace, parameters, count, batchSize, learningRate, weightDecay),
  };
}

/** Whether a fixed norm is the norm of the whole first layer. */
export function isOfFirstLayer({ parameters }: FixedNorm, { bias }: { readonly bias: boolean }): boolean {
  const names = new Set(parameters);
  return names.size === (bias ? 2 : 1) && names.has('W1') && (!bias || names.has('b1'));
}
