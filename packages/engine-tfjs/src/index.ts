import { pluginModule } from '@sharpness-lab/core';
import tfjs from './tfjs.ts';

export { tfjs };

/** The engine of this package. */
export default pluginModule([tfjs], '@sharpness-lab/engine-tfjs');
