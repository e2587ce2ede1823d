import type { Tensor } from '@sharpness-lab/core';
import type { Gradient, Tfjs } from './namespace.ts';

/**
 * Ops whose gradient in tfjs is a function of their output, with the names of their inputs. tfjs saves the output for
 * the gradient without its connection to the inputs. So a second differentiation loses a term, and no error says so.
 */
const FUNCTIONS_OF_THE_OUTPUT = {
  Exp: ['x'],
  Pow: ['a', 'b'],
  Sigmoid: ['x'],
  Softmax: ['logits'],
  Tanh: ['x'],
};

/** Gradients that replace those of tfjs where they are differentiated again. */
export function repairedGradients(tf: Tfjs): Gradient[] {
  return [...Object.entries(FUNCTIONS_OF_THE_OUTPUT).map(([op, inputs]) => recomputingOutput(tf, op, inputs)), elu(tf)];
}

/** tfjs's own gradient, with the output recomputed from the inputs. */
function recomputingOutput(tf: Tfjs, kernelName: string, names: readonly string[]): Gradient {
  const { gradFunc, inputsToSave = [] } = tf.getGradient(kernelName) as Gradient;
  const engine = tf.engine();
  return {
    kernelName,
    inputsToSave: [...names],
    gradFunc(dy, saved, attributes) {
      const inputs = Object.fromEntries(names.map((name, i) => [name, saved[i] as Tensor]));
      const output = engine.runKernel(kernelName, inputs, attributes) as Tensor;
      return gradFunc(dy, [...inputsToSave.map((name) => inputs[name] as Tensor), output], attributes);
    },
  };
}

/** elu'(x) = exp(min(x, 0)); tfjs computes it by an op that has no gradient. */
function elu(tf: Tfjs): Gradient {
  return {
    kernelName: 'Elu',
    inputsToSave: ['x'],
    gradFunc: (dy, saved) => ({ x: () => tf.mul(dy as Tensor, tf.exp(tf.minimum(saved[0] as Tensor, 0))) }),
  };
}
