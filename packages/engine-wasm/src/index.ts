import { ContainerModule, type Definition, PLUGIN } from '@sharpness-lab/core';
import {
  MODEL_BINDING,
  type ModelBinding,
  OPTIMIZER_BINDING,
  type OptimizerBinding,
  SQUARED_ERROR_BINDING,
  type SquaredErrorBinding,
} from './bindings.ts';
import { modelBindings } from './models.ts';
import { optimizerBindings } from './optimizers.ts';
import { wasmEngine } from './wasm.ts';

export {
  type FusedStep,
  MODEL_BINDING,
  type ModelBinding,
  OPTIMIZER_BINDING,
  type OptimizerBinding,
  SQUARED_ERROR_BINDING,
  type SquaredErrorBinding,
} from './bindings.ts';
export type { Architecture } from './layout.ts';

/** The engine of this package, and the names of the plugins that its kernels stand for. */
export default new ContainerModule(({ bind }) => {
  for (const binding of modelBindings) bind<ModelBinding>(MODEL_BINDING).toConstantValue(binding);
  for (const binding of optimizerBindings) bind<OptimizerBinding>(OPTIMIZER_BINDING).toConstantValue(binding);
  bind<SquaredErrorBinding>(SQUARED_ERROR_BINDING).toConstantValue({ loss: 'mse' });
  bind<Definition>(PLUGIN)
    .toDynamicValue(({ getAll }) =>
      wasmEngine(() => ({
        models: getAll<ModelBinding>(MODEL_BINDING),
        optimizers: getAll<OptimizerBinding>(OPTIMIZER_BINDING),
        squaredErrors: getAll<SquaredErrorBinding>(SQUARED_ERROR_BINDING),
      })),
    )
    .inSingletonScope();
});
