import type { Tensor } from '@sharpness-lab/core';
import type { Tfjs } from './namespace.ts';

/** Piecewise constant ops for which tfjs has no gradient, with the names of their inputs. */
const PIECEWISE_CONSTANT = {
  Equal: ['a', 'b'],
  Greater: ['a', 'b'],
  Less: ['a', 'b'],
  LessEqual: ['a', 'b'],
  LogicalAnd: ['a', 'b'],
  LogicalNot: ['x'],
  LogicalOr: ['a', 'b'],
  NotEqual: ['a', 'b'],
};

/** Registers the gradient zero for comparisons, so that models can choose between values by them. */
export function registerZeroGradients(tf: Tfjs): void {
  for (const [kernelName, names] of Object.entries(PIECEWISE_CONSTANT)) {
    tf.registerGradient({
      kernelName,
      inputsToSave: names,
      gradFunc: (_dy, saved) =>
        Object.fromEntries(names.map((name, i) => [name, () => tf.zeros((saved[i] as Tensor).shape)])),
    });
  }
}
