/**
 * The plugins of this package, one a line.
 *
 * @module
 */
export { default as accuracy } from './metrics/accuracy.ts';
export { default as activeNeurons } from './metrics/active-neurons.ts';
export { default as gaussNewtonTrace } from './metrics/gauss-newton-trace.ts';
export { default as hessianTrace } from './metrics/hessian-trace.ts';
export { default as loss } from './metrics/loss.ts';
export { default as parameterNorm } from './metrics/parameter-norm.ts';
export { default as pathNorm } from './metrics/path-norm.ts';
