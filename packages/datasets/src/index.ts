import { type PluginModule, pluginModule } from '@sharpness-lab/core';
import completeXor from './datasets/complete-xor.ts';
import explicit from './datasets/explicit.ts';
import subGaussian from './datasets/sub-gaussian.ts';
import uniformBall from './datasets/uniform-ball.ts';
import unitCircle from './datasets/unit-circle.ts';
import xor from './datasets/xor.ts';

export { affineRank } from './rank.ts';
export { completeXor, explicit, subGaussian, uniformBall, unitCircle, xor };

// Named, so that the declaration refers to each instead of spelling it out in types of zod, which is not a dependency.
type Definitions =
  | typeof xor
  | typeof completeXor
  | typeof uniformBall
  | typeof unitCircle
  | typeof subGaussian
  | typeof explicit;

/** The datasets of this package. */
const module: PluginModule<Definitions> = pluginModule(
  [xor, completeXor, uniformBall, unitCircle, subGaussian, explicit],
  '@sharpness-lab/datasets',
);

export default module;
