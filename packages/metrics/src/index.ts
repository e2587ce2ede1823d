import { pluginModule } from '@sharpness-lab/core';
import accuracy from './metrics/accuracy.ts';
import activeNeurons from './metrics/active-neurons.ts';
import gaussNewtonTrace from './metrics/gauss-newton-trace.ts';
import hessianTrace from './metrics/hessian-trace.ts';
import loss from './metrics/loss.ts';
import parameterNorm from './metrics/parameter-norm.ts';
import pathNorm from './metrics/path-norm.ts';

export { accuracy, activeNeurons, gaussNewtonTrace, hessianTrace, loss, parameterNorm, pathNorm };

/** The metrics of this package. */
export default pluginModule([loss, accuracy, hessianTrace, gaussNewtonTrace, parameterNorm, pathNorm, activeNeurons]);
