import { type PluginModule, pluginModule } from '@sharpness-lab/core';
import * as plugins from './plugins.ts';

export { isComplete } from './bounds/completeness.ts';
export { traceBounds } from './bounds/trace-bounds.ts';
export { circleNet } from './constructions/circle.ts';
export { type SeparatingDirection, separatingDirections } from './constructions/extreme-points.ts';
export { fewCoordinatesNet } from './constructions/few-coordinates.ts';
export { generalizingNoBiasNet, generalizingSimBnNet } from './constructions/generalizing.ts';
export { generalizingBiasNet, generalizingSimLnNet } from './constructions/generalizing-flattest.ts';
export { isMemorizing } from './constructions/is-memorizing.ts';
export { memorizingDeepNet, memorizingNet, memorizingSimLnNet } from './constructions/memorizing.ts';
export { defaults } from './defaults.ts';
export * from './plugins.ts';
export { presetAt, presets } from './presets.ts';

// Written out, so that the declaration refers to the plugins instead of repeating their options in types of zod, which
// is not a dependency.
/** The initializers and metrics that the paper's theory adds. */
const module: PluginModule<(typeof plugins)[keyof typeof plugins]> = pluginModule(Object.values(plugins));

export default module;
