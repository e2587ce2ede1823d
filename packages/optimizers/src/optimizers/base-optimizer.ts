import {
  LabError,
  type Optimizer,
  type Plugins,
  type ReferenceInput,
  type ResolvedReference,
  reference,
  type z,
} from '@sharpness-lab/core';

/** An optimizer whose step is a function of one gradient. */
type BaseOptimizer = Optimizer & Required<Pick<Optimizer, 'update'>>;

/** The option of optimizers that leave the step to another one. */
export function baseOption(
  description: string,
): z.ZodPrefault<z.ZodType<ResolvedReference<'optimizer'>, ReferenceInput<'optimizer'>>> {
  return reference('optimizer').prefault('sgd').describe(description);
}

/**
 * Creates the base optimizer of a wrapper, such as SAM.
 *
 * @param wrapper name of the wrapper, for messages
 * @throws LabError of kind `config` for an optimizer whose step is not a function of one gradient
 */
export function createBase(base: ResolvedReference<'optimizer'>, wrapper: string, plugins: Plugins): BaseOptimizer {
  const optimizer = plugins.create(base);
  if (!hasUpdate(optimizer)) {
    throw new LabError(
      'config',
      `optimizer "${base.name}" cannot be the base of ${wrapper}: its step is not a function of one gradient; use one such as "sgd"`,
    );
  }
  return optimizer;
}

function hasUpdate(optimizer: Optimizer): optimizer is BaseOptimizer {
  return optimizer.update !== undefined;
}
