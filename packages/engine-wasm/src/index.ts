import { ContainerModule, type Definition, PLUGIN, type PluginModule } from '@sharpness-lab/core';
import {
  CONSTRAINT_BINDING,
  type ConstraintBinding,
  LOSS_BINDING,
  type LossBinding,
  MODEL_BINDING,
  type ModelBinding,
  OPTIMIZER_BINDING,
  type OptimizerBinding,
} from './bindings.ts';
import { constraintBindings } from './constraints.ts';
import { lossBindings } from './losses.ts';
import { modelBindings } from './models.ts';
import { optimizerBindings } from './optimizers.ts';
import { wasmEngine } from './wasm.ts';

export {
  type BoundPlugin,
  CONSTRAINT_BINDING,
  type ConstraintBinding,
  type FixedNorm,
  type FusedStep,
  type KernelLoss,
  type LabelNoise,
  LOSS_BINDING,
  type LossBinding,
  MODEL_BINDING,
  type ModelBinding,
  OPTIMIZER_BINDING,
  type OptimizerBinding,
} from './bindings.ts';
export type { Architecture } from './layout.ts';

const container = new ContainerModule(({ bind }) => {
  for (const binding of modelBindings) bind<ModelBinding>(MODEL_BINDING).toConstantValue(binding);
  for (const binding of optimizerBindings) bind<OptimizerBinding>(OPTIMIZER_BINDING).toConstantValue(binding);
  for (const binding of lossBindings) bind<LossBinding>(LOSS_BINDING).toConstantValue(binding);
  for (const binding of constraintBindings) bind<ConstraintBinding>(CONSTRAINT_BINDING).toConstantValue(binding);
  bind<Definition>(PLUGIN)
    .toDynamicValue(({ getAll }) =>
      wasmEngine(() => ({
        models: getAll<ModelBinding>(MODEL_BINDING),
        optimizers: getAll<OptimizerBinding>(OPTIMIZER_BINDING),
        losses: getAll<LossBinding>(LOSS_BINDING),
        constraints: getAll<ConstraintBinding>(CONSTRAINT_BINDING),
      })),
    )
    .inSingletonScope();
});

/** The engine of this package, and the plugins whose computations its kernels do. */
const module: PluginModule<ReturnType<typeof wasmEngine>> = Object.assign(container, {
  packageName: '@sharpness-lab/engine-wasm',
});

export default module;
