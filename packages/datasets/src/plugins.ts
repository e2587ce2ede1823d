/**
 * The plugins of this package, one a line.
 *
 * @module
 */
export { default as completeXor } from './datasets/complete-xor.ts';
export { default as explicit } from './datasets/explicit.ts';
export { default as subGaussian } from './datasets/sub-gaussian.ts';
export { default as uniformBall } from './datasets/uniform-ball.ts';
export { default as unitCircle } from './datasets/unit-circle.ts';
export { default as xor } from './datasets/xor.ts';
