import { pluginModule } from '@sharpness-lab/core';
import completeXor from './datasets/complete-xor.ts';
import explicit from './datasets/explicit.ts';
import subGaussian from './datasets/sub-gaussian.ts';
import uniformBall from './datasets/uniform-ball.ts';
import unitCircle from './datasets/unit-circle.ts';
import xor from './datasets/xor.ts';

export { affineRank } from './rank.ts';
export { completeXor, explicit, subGaussian, uniformBall, unitCircle, xor };

/** The datasets of this package. */
export default pluginModule([xor, completeXor, uniformBall, unitCircle, subGaussian, explicit]);
