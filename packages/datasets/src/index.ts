import { type PluginModule, pluginModule } from '@sharpness-lab/core';
import completeXor from './datasets/complete-xor.ts';
import explicit from './datasets/explicit.ts';
import subGaussian from './datasets/sub-gaussian.ts';
import uniformBall from './datasets/uniform-ball.ts';
import unitCircle from './datasets/unit-circle.ts';
import xor from './datasets/xor.ts';

export { affineRank } from './rank.ts';
export { completeXor, explicit, subGaussian, uniformBall, unitCircle, xor };

// These names keep the emitted declaration short. Without them it would spell out types of zod, which is not a
// dependency of this package.
type Definitions =
  | typeof xor
  | typeof completeXor
  | typeof uniformBall
  | typeof unitCircle
  | typeof subGaussian
  | typeof explicit;

/** The datasets of this package. */
const module: PluginModule<Definitions> = pluginModule([
  xor,
  completeXor,
  uniformBall,
  unitCircle,
  subGaussian,
  explicit,
]);

export default module;
