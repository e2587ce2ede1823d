/**
 * The plugins of this package, one a line.
 *
 * @module
 */
export { default as oneSam } from './optimizers/1-sam.ts';
export { default as labelNoiseSgd } from './optimizers/label-noise-sgd.ts';
export { default as sam } from './optimizers/sam.ts';
export { default as sgd } from './optimizers/sgd.ts';
export { default as linear } from './schedules/linear.ts';
export { default as stepDecay } from './schedules/step-decay.ts';
