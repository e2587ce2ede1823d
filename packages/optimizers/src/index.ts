import { type PluginModule, pluginModule } from '@sharpness-lab/core';
import oneSam from './optimizers/1-sam.ts';
import labelNoiseSgd from './optimizers/label-noise-sgd.ts';
import sam from './optimizers/sam.ts';
import sgd from './optimizers/sgd.ts';
import linear from './schedules/linear.ts';
import stepDecay from './schedules/step-decay.ts';

export { labelNoiseSgd, linear, oneSam, sam, sgd, stepDecay };

// Named, so that the declaration refers to each instead of spelling it out in types of zod, which is not a dependency.
type Definitions = typeof sgd | typeof sam | typeof oneSam | typeof labelNoiseSgd | typeof linear | typeof stepDecay;

/** The optimizers and schedules of this package. */
const module: PluginModule<Definitions> = pluginModule(
  [sgd, sam, oneSam, labelNoiseSgd, linear, stepDecay],
  '@sharpness-lab/optimizers',
);

export default module;
