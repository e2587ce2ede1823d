import { LabError } from '@sharpness-lab/core';
import type { Gradient, Tfjs } from './namespace.ts';
import { repairedGradients } from './repaired-gradients.ts';

/**
 * The ops whose second derivatives were compared with finite differences, in networks that use them. Some are right in
 * tfjs itself, {@link repairedGradients} corrects the others.
 */
export const TESTED_OPS: readonly string[] = [
  'Abs',
  'Add',
  'AddN',
  'BatchMatMul',
  'Cast',
  'ClipByValue',
  'Concat',
  'Cos',
  'Elu',
  'Equal',
  'Erf',
  'Exp',
  'ExpandDims',
  'Expm1',
  'Greater',
  'GreaterEqual',
  'Identity',
  'LeakyRelu',
  'Less',
  'LessEqual',
  'Log',
  'Log1p',
  'LogicalAnd',
  'LogicalNot',
  'LogicalOr',
  'Max',
  'Maximum',
  'Mean',
  'Min',
  'Minimum',
  'Multiply',
  'Neg',
  'NotEqual',
  'Pack',
  'PadV2',
  'Pow',
  'Prelu',
  'RealDiv',
  'Reciprocal',
  'Relu',
  'Relu6',
  'Reshape',
  'Reverse',
  'Rsqrt',
  'Select',
  'Selu',
  'Sigmoid',
  'Sign',
  'Sin',
  'Slice',
  'Softmax',
  'Softplus',
  'SplitV',
  'Sqrt',
  'Square',
  'SquaredDifference',
  'Step',
  'Sub',
  'Sum',
  'Tanh',
  'Tile',
  'Transpose',
  'Unpack',
  'ZerosLike',
];

/**
 * Runs code that differentiates twice. Some second derivatives of tfjs are wrong, and tfjs reports only some of them.
 * While the code runs, repaired gradients replace those of tfjs, and ops that are not in {@link TESTED_OPS} have no
 * gradient. Gradients are global in tfjs. The code is synchronous, so no other code sees these.
 *
 * @throws LabError of kind `engine` when the code asks for a derivative of another op
 */
export function withSecondDerivatives<T>(tf: Tfjs, code: () => T): T {
  const engine = tf.engine() as unknown as OpRunner;
  const runKernel = engine.runKernelFunc;
  const repaired = repairedGradients(tf);
  const tfjsOwn = tf
    .getKernelsForBackend(tf.getBackend())
    .map(({ kernelName }) => [kernelName, tf.getGradient(kernelName)] as const);
  try {
    for (const [op] of tfjsOwn) if (!TESTED_OPS.includes(op)) tf.registerGradient(refusing(op));
    for (const gradient of repaired) tf.registerGradient(gradient);
    // An op with a gradient of its own has no name and is not in the registry of gradients.
    engine.runKernelFunc = (op) => (op.kernelName === undefined ? refuse('customGrad') : runKernel.call(engine, op));
    return code();
  } finally {
    engine.runKernelFunc = runKernel;
    for (const [op, gradient] of tfjsOwn) {
      if (gradient !== undefined) tf.registerGradient(gradient);
      else if (tf.getGradient(op) !== undefined) tf.unregisterGradient(op);
    }
  }
}

/** The part of tfjs's engine through which every op passes. */
interface OpRunner {
  runKernelFunc(op: { readonly kernelName?: string }): unknown;
}

function refusing(op: string): Gradient {
  return { kernelName: op, gradFunc: () => refuse(op) };
}

function refuse(op: string): never {
  throw new LabError(
    'engine',
    `Hessian-vector products are not available for this model: op ${op} has no tested second derivative`,
  );
}
