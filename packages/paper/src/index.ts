import { type PluginModule, pluginModule } from '@sharpness-lab/core';
import sharpnessBound from './bounds/sharpness-bound.ts';
import { flatSearch, generalizing, generalizingFlattest, memorizing } from './constructions/initializers.ts';

export { isComplete } from './bounds/completeness.ts';
export { traceBounds } from './bounds/trace-bounds.ts';
export { circleNet } from './constructions/circle.ts';
export { type SeparatingDirection, separatingDirections } from './constructions/extreme-points.ts';
export { fewCoordinatesNet } from './constructions/few-coordinates.ts';
export { generalizingNoBiasNet, generalizingSimBnNet } from './constructions/generalizing.ts';
export { generalizingBiasNet, generalizingSimLnNet } from './constructions/generalizing-flattest.ts';
export { isMemorizing } from './constructions/is-memorizing.ts';
export { memorizingDeepNet, memorizingNet, memorizingSimLnNet } from './constructions/memorizing.ts';
export { defaults, presetAt, presets } from './presets.ts';
export { flatSearch, generalizing, generalizingFlattest, memorizing, sharpnessBound };

// Named, so that the declaration refers to each instead of spelling it out in types of zod, which is not a dependency.
type Definitions =
  | typeof memorizing
  | typeof generalizing
  | typeof generalizingFlattest
  | typeof flatSearch
  | typeof sharpnessBound;

/** The initializers and metrics that the paper's theory adds. */
const module: PluginModule<Definitions> = pluginModule(
  [memorizing, generalizing, generalizingFlattest, flatSearch, sharpnessBound],
  '@sharpness-lab/paper',
);

export default module;
