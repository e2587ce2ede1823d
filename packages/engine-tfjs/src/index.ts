import { type PluginModule, pluginModule } from '@sharpness-lab/core';
import tfjs from './tfjs.ts';

export { tfjs };

/** The engine of this package. */
const module: PluginModule<typeof tfjs> = pluginModule([tfjs]);

export default module;
