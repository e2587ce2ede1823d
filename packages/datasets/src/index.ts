import { pluginModule } from '@sharpness-lab/core';
import completeXor from './datasets/complete-xor.ts';
import xor from './datasets/xor.ts';

export { affineRank } from './rank.ts';
export { completeXor, xor };

/** The datasets of this package. */
export default pluginModule([xor, completeXor]);
