import type { ExperimentInput } from '../../contracts/experiment-config.ts';
import type { Definition } from '../../contracts/plugin.ts';
import type { Lab } from '../../lab/lab.ts';
import { labOf } from '../create-plugin.ts';
import { referenceEngine } from './reference-engine.ts';
import { smallNetwork } from './small-network.ts';
import { anyStart, gradientDescent, smallData, squaredError } from './small-plugins.ts';

/** The plugins of a {@link smallLab}. */
export const smallPlugins: readonly Definition[] = [
  smallData,
  smallNetwork,
  squaredError,
  anyStart,
  gradientDescent,
  referenceEngine,
];

/**
 * A lab for tests whose empty configuration is a complete experiment: a {@link smallNetwork} on {@link smallData}, two
 * epochs of {@link gradientDescent} on the {@link referenceEngine}.
 *
 * @param plugins further definitions
 * @param defaults other defaults
 */
export function smallLab(plugins: readonly Definition[] = [], defaults: Partial<ExperimentInput> = {}): Lab {
  return labOf([...smallPlugins, ...plugins], {
    dataset: 'small-data',
    model: 'small-network',
    init: 'any-start',
    loss: 'squared-error',
    engine: 'reference',
    phases: [{ optimizer: 'gradient-descent', epochs: 2 }],
    ...defaults,
  });
}
