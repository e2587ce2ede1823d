import { LAYER_FIELDS, STRIP, WIDE_STRIP } from '../generated/kernels.ts';
import type { Address, Kernels } from '../kernels.ts';
import { type Block, type DeepArchitecture, type Layout, padded } from '../layout.ts';
import { CHUNK } from '../memory-map.ts';
import { samplePasses } from '../passes.ts';
import { sampleProducts } from '../products.ts';
import type { Network } from './network.ts';

type LayerField = (typeof LAYER_FIELDS)[number];

/**
 * The places of a deep network's parameters: (W_1, b_1) with a row per neuron, then W_2^T, W_3^T, ..., then the row
 * W_D.
 */
interface DeepLayout extends Layout {
  /** Neurons of the hidden layers, padded to multiples of 8. */
  readonly widths: readonly number[];
  /** Offsets of the hidden layers' weights. */
  readonly weights: readonly number[];
  /** Offset of W_D. */
  readonly outgoing: number;
}

function deepLayout({ widths: neurons }: DeepArchitecture, dimension: number): DeepLayout {
  const widths = neurons.map((count) => padded(count, 8));
  const columns = dimension + 1;
  const stride = padded(columns, 8);
  const [first, firstWidth] = [neurons[0] as number, widths[0] as number];
  const blocks: Record<string, Block> = {
    W1: { shape: [first, dimension], offset: 0, rows: first, columns: dimension, stride },
    b1: { shape: [first], offset: dimension, rows: first, columns: 1, stride },
  };
  const weights = [0];
  let end = firstWidth * stride;
  for (let l = 1; l < widths.length; l++) {
    const [rows, columns, width] = [neurons[l - 1] as number, neurons[l] as number, widths[l] as number];
    weights.push(end);
    blocks[`W${l + 1}`] = { shape: [columns, rows], offset: end, rows, columns, stride: width, transposed: true };
    end += (widths[l - 1] as number) * width;
  }
  const last = neurons.at(-1) as number;
  blocks[`W${widths.length + 1}`] = { shape: [1, last], offset: end, rows: last, columns: 1, stride: 1 };
  const length = padded(end + (widths.at(-1) as number), 16);
  return { columns, stride, length, blocks, widths, weights, outgoing: end };
}

/**
 * The entries of the table of hidden layers, at theta and at the perturbed point. The table lies at an address, and the
 * arrays of the layers behind it, up to the address `end`.
 */
function layerTable({ widths, weights }: DeepLayout, start: Address) {
  let end = start + 4 * 2 * widths.length * LAYER_FIELDS.length;
  const allocate = (elements: number): Address => {
    const address = padded(end, 64);
    end = address + 4 * elements;
    return address;
  };
  const layers = widths.map((width, l) => ({
    width,
    weights: 4 * (weights[l] as number),
    preActivations: allocate(width),
    index: allocate(width + 4),
    hidden: allocate(width + 4),
    derivatives: allocate(width + 4),
    deltas: allocate(width),
    offsets: allocate(width / 4 + 1),
    values: allocate(width + 4),
    preActivationRows: allocate(CHUNK * width),
    deltaRows: allocate(CHUNK * width),
    tangentRows: allocate(CHUNK * width),
    deltaTangentRows: allocate(CHUNK * width),
  }));
  const moved = layers.map(({ width, weights, index, hidden }, l) => ({
    width,
    weights,
    preActivations: allocate(width),
    // In the first layer only neurons that are active at theta may be active at the perturbed point.
    index: l === 0 ? index : allocate(width + 4),
    unmoved: l === 0 ? hidden : allocate(width + 4),
    hidden: allocate(width + 4),
    derivatives: allocate(width + 4),
    deltas: allocate(width),
    offsets: allocate(width / 4 + 1),
    values: allocate(width + 4),
  }));
  return { entries: [...layers, ...moved] as readonly Partial<Record<LayerField, number>>[], end };
}

/** The kernels of a deep network under the names of the kernels of two-layer networks. */
function deepKernels(kernels: Kernels) {
  return {
    forwardSample: kernels.deepForwardSample,
    backwardSample: kernels.deepBackwardSample,
    forwardBatch: kernels.deepForwardBatch,
    backwardBatch: kernels.deepBackwardBatch,
    tangentBatch: kernels.deepTangentBatch,
    curvatureBatch: kernels.deepCurvatureBatch,
  };
}

/** f(x) = W_D relu(W_{D-1} ... relu(W_1 x + b_1)). */
export function deepNetwork(architecture: DeepArchitecture, dimension: number): Network {
  const layout = deepLayout(architecture, dimension);
  const { widths } = layout;
  const width = widths[0] as number;
  const widest = Math.max(...widths);
  return {
    layout,
    regions: {
      layers: layerTable(layout, 0).end / 4,
      preActivations: CHUNK * widest,
      neuronValues: CHUNK * widest,
      outgoings: widest + 4,
      strip: Math.max(WIDE_STRIP * CHUNK, STRIP * widest),
      listIndex: (CHUNK + 4) * (widest + 4),
      listValues: (CHUNK + 4) * (widest + 4),
      listCounts: Math.max(CHUNK, widest),
    },
    integers: { width, outgoing: 4 * layout.outgoing, hiddenLayers: widths.length },
    floats: {},
    writeTables(buffer, { layers }) {
      const { entries } = layerTable(layout, layers as Address);
      const fields = new Uint32Array(buffer, layers, entries.length * LAYER_FIELDS.length);
      fields.set(entries.flatMap((entry) => LAYER_FIELDS.map((field) => entry[field] ?? 0)));
    },
    passes: (memory, loss) => samplePasses(memory, deepKernels(memory.kernels), loss),
    products: (memory, loss) => sampleProducts(memory, deepKernels(memory.kernels), loss),
    fuses: ({ batchSize, fixedNorm }) => batchSize === 1 && fixedNorm === undefined,
    fusedEpoch: (kernels) => kernels.deepSamEpoch,
  };
}
