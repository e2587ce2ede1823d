import type { Architecture } from '../layout.ts';
import { batchNormNetwork } from './batch-norm.ts';
import { deepNetwork } from './deep.ts';
import type { Network } from './network.ts';
import { softplusNetwork } from './softplus.ts';
import { twoLayerNetwork } from './two-layer.ts';

/** The network of an architecture, by the family of kernels that runs it. */
export function networkOf(architecture: Architecture, dimension: number, samples: number): Network {
  if ('activation' in architecture) return softplusNetwork(architecture, dimension);
  if ('widths' in architecture) return deepNetwork(architecture, dimension);
  return architecture.normalization === 'batch'
    ? batchNormNetwork(architecture, dimension, samples)
    : twoLayerNetwork(architecture, dimension);
}
