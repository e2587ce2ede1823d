import * as tfjs from '@tensorflow/tfjs';
import type { Tfjs } from '../namespace.ts';

/** TensorFlow.js. The build puts what the backends `cpu` and `wasm` use of it in the place of this module. */
export const tf: Tfjs = tfjs;
