/**
 * The plugins of this package, one a line.
 *
 * @module
 */
export { default as fixedNorm } from './constraints/fixed-norm.ts';
export { default as heNormal } from './initializers/he-normal.ts';
export { default as uniformFanIn } from './initializers/uniform-fan-in.ts';
export { default as logistic } from './losses/logistic.ts';
export { default as mse } from './losses/mse.ts';
export { default as twoLayerBias } from './models/2-mlp-bias.ts';
export { default as twoLayerNoBias } from './models/2-mlp-no-bias.ts';
export { default as twoLayerSimBn } from './models/2-mlp-sim-bn.ts';
export { default as twoLayerSimLn } from './models/2-mlp-sim-ln.ts';
export { default as twoLayerSoftplus } from './models/2-mlp-softplus.ts';
export { default as mlpBias } from './models/mlp-bias.ts';
