import { type PluginModule, pluginModule } from '@sharpness-lab/core';
import accuracy from './metrics/accuracy.ts';
import activeNeurons from './metrics/active-neurons.ts';
import gaussNewtonTrace from './metrics/gauss-newton-trace.ts';
import hessianTrace from './metrics/hessian-trace.ts';
import loss from './metrics/loss.ts';
import parameterNorm from './metrics/parameter-norm.ts';
import pathNorm from './metrics/path-norm.ts';

export { accuracy, activeNeurons, gaussNewtonTrace, hessianTrace, loss, parameterNorm, pathNorm };

// Named, so that the declaration refers to each instead of spelling it out in types of zod, which is not a dependency.
type Definitions =
  | typeof loss
  | typeof accuracy
  | typeof hessianTrace
  | typeof gaussNewtonTrace
  | typeof parameterNorm
  | typeof pathNorm
  | typeof activeNeurons;

/** The metrics of this package. */
const module: PluginModule<Definitions> = pluginModule(
  [loss, accuracy, hessianTrace, gaussNewtonTrace, parameterNorm, pathNorm, activeNeurons],
  '@sharpness-lab/metrics',
);

export default module;
