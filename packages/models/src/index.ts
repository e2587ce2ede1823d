import { type PluginModule, pluginModule } from '@sharpness-lab/core';
import fixedNorm from './constraints/fixed-norm.ts';
import heNormal from './initializers/he-normal.ts';
import uniformFanIn from './initializers/uniform-fan-in.ts';
import logistic from './losses/logistic.ts';
import mse from './losses/mse.ts';
import twoLayerBias from './models/2-mlp-bias.ts';
import twoLayerNoBias from './models/2-mlp-no-bias.ts';
import twoLayerSimBn from './models/2-mlp-sim-bn.ts';
import twoLayerSimLn from './models/2-mlp-sim-ln.ts';
import twoLayerSoftplus from './models/2-mlp-softplus.ts';
import mlpBias from './models/mlp-bias.ts';

export {
  fixedNorm,
  heNormal,
  logistic,
  mlpBias,
  mse,
  twoLayerBias,
  twoLayerNoBias,
  twoLayerSimBn,
  twoLayerSimLn,
  twoLayerSoftplus,
  uniformFanIn,
};

// Named, so that the declaration refers to each instead of spelling it out in types of zod, which is not a dependency.
type Definitions =
  | typeof twoLayerNoBias
  | typeof twoLayerBias
  | typeof twoLayerSimBn
  | typeof twoLayerSimLn
  | typeof twoLayerSoftplus
  | typeof mlpBias
  | typeof mse
  | typeof logistic
  | typeof uniformFanIn
  | typeof heNormal
  | typeof fixedNorm;

/** The models, losses, initializers and constraints of this package. */
const module: PluginModule<Definitions> = pluginModule([
  twoLayerNoBias,
  twoLayerBias,
  twoLayerSimBn,
  twoLayerSimLn,
  twoLayerSoftplus,
  mlpBias,
  mse,
  logistic,
  uniformFanIn,
  heNormal,
  fixedNorm,
]);

export default module;
