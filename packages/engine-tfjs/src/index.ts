import { type PluginModule, pluginModule } from '@sharpness-lab/core';
import tfjs from './tfjs.ts';

export { tfjs };

// Written out, so that the declaration refers to the engine instead of repeating its options in types of zod, which is
// not a dependency.
/** The engine of this package. */
const module: PluginModule<typeof tfjs> = pluginModule([tfjs]);

export default module;
