import { pluginModule } from '@sharpness-lab/core';
import oneSam from './optimizers/1-sam.ts';
import labelNoiseSgd from './optimizers/label-noise-sgd.ts';
import sam from './optimizers/sam.ts';
import sgd from './optimizers/sgd.ts';
import linear from './schedules/linear.ts';
import stepDecay from './schedules/step-decay.ts';

export { labelNoiseSgd, linear, oneSam, sam, sgd, stepDecay };

/** The optimizers and schedules of this package. */
export default pluginModule([sgd, sam, oneSam, labelNoiseSgd, linear, stepDecay]);
