import { BLOCK } from '../generated/kernels.ts';
import type { SoftplusArchitecture } from '../layout.ts';
import { CHUNK } from '../memory-map.ts';
import { samplePasses } from '../passes.ts';
import { sampleProducts } from '../products.ts';
import type { Network } from './network.ts';
import { isOfFirstLayer, twoLayerFields, twoLayerLayout } from './two-layer.ts';

/** f(x) = W2 softplus(W1 x + b1), with or without bias. */
export function softplusNetwork(architecture: SoftplusArchitecture, dimension: number): Network {
  const layout = twoLayerLayout({ ...architecture, normalization: 'none' }, dimension);
  const { width, stride } = layout;
  const neurons = width + 4;
  return {
    layout,
    regions: {
      preActivations: width * CHUNK,
      hiddenValues: width * CHUNK,
      tangentActivations: width * CHUNK,
      products: width * stride,
      changes: width * BLOCK,
      hidden: neurons,
      outgoings: neurons,
      derivatives: neurons,
    },
    integers: { ...twoLayerFields(layout), neurons: architecture.width },
    floats: {},
    passes: (memory, loss) => {
      const { kernels } = memory;
      const passes = {
        forwardSample: kernels.forwardSoftplusSample,
        backwardSample: kernels.backwardSoftplusSample,
        forwardBatch: kernels.forwardSoftplusBatch,
        backwardBatch: kernels.backwardSoftplusBatch,
      };
      return samplePasses(memory, passes, loss);
    },
    products: (memory, loss) => {
      const { kernels } = memory;
      const products = {
        forwardBatch: kernels.forwardSoftplusBatch,
        tangentBatch: kernels.tangentSoftplusBatch,
        curvatureBatch: kernels.curvatureSoftplusBatch,
      };
      return sampleProducts(memory, products, loss);
    },
    fuses: ({ batchSize, fixedNorm }) =>
      batchSize === 1 && (fixedNorm === undefined || isOfFirstLayer(fixedNorm, architecture)),
    fusedEpoch: (kernels) => kernels.softplusSamEpoch,
  };
}
