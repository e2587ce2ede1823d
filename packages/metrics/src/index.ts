import { type PluginModule, pluginModule } from '@sharpness-lab/core';
import * as plugins from './plugins.ts';

export * from './plugins.ts';

// Written out, so that the declaration refers to the plugins instead of repeating their options in types of zod, which
// is not a dependency.
/** The metrics of this package. */
const module: PluginModule<(typeof plugins)[keyof typeof plugins]> = pluginModule(Object.values(plugins));

export default module;
