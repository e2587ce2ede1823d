import { padded, type TwoLayerArchitecture } from '../layout.ts';
import { CHUNK } from '../memory-map.ts';
import { batchNormPasses } from '../passes.ts';
import { batchNormProducts } from '../products.ts';
import type { Network } from './network.ts';
import { twoLayerFields, twoLayerLayout, twoLayerRegions } from './two-layer.ts';

/** f(x) = W2 SBN(relu(W1 x + b1)), whose statistic takes the whole training set. */
export function batchNormNetwork(architecture: TwoLayerArchitecture, dimension: number, samples: number): Network {
  const layout = twoLayerLayout(architecture, dimension);
  const { width, stride } = layout;
  const trainColumns = padded(samples, 8);
  const neurons = width + 4;
  return {
    layout,
    regions: {
      ...twoLayerRegions(layout, Math.max(CHUNK, trainColumns)),
      inputColumns: stride * trainColumns,
      inverses: neurons,
      effective: neurons,
      tangentRatios: neurons,
      effectiveTangents: neurons,
      gammas: neurons,
      units: neurons,
      squares: neurons,
      activeRows: neurons * stride,
      directions: width * stride,
    },
    integers: twoLayerFields(layout),
    floats: {},
    passes: batchNormPasses,
    products: batchNormProducts,
    fuses: ({ batchSize, fixedNorm }) => batchSize === 1 && fixedNorm === undefined,
    fusedEpoch: (kernels) => kernels.batchNormSamEpoch,
  };
}
