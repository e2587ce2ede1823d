import type { TensorFlow } from '@sharpness-lab/core';
import { prepared } from './prepared.ts';
import { tf as tfjs } from './vendor/tfjs.ts';

/**
 * The tfjs namespace that forward passes get on the backends `cpu` and `wasm`, for tests of models. It computes on `cpu`
 * until a session runs.
 */
export const tf: TensorFlow = prepared(tfjs);
