import { LabError, type TensorFlow } from '@sharpness-lab/core';
import type { GradConfig } from '@tensorflow/tfjs';
import { repairedGradients } from './repaired-gradients.ts';

/**
 * The ops whose second derivatives have been compared with finite differences, in networks that use them: those that
 * tfjs has right by itself and those that {@link repairedGradients} puts right.
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
 * Runs code that differentiates twice. tfjs has wrong second derivatives, and not for every op does it say so: while
 * the code runs, repaired gradients take the place of its own, and ops that are not in {@link TESTED_OPS} have none.
 * Gradients are global in tfjs; the code being synchronous, nothing else ever sees these.
 *
 * @throws LabError of kind `engine` when a derivative of another op is asked for
 */
export function withSecondDerivatives<T>(tf: TensorFlow, code: () => T): T {
  const engine = tf.engine() as unknown as OpRunner;
  const runKernel = engine.runKernelFunc;
  const repaired = repairedGradients(tf);
  const tfjsOwn = tf
    .getKernelsForBackend(tf.getBackend())
    .map(({ kernelName }) => [kernelName, tf.getGradient(kernelName) as GradConfig | undefined] as const);
  try {
    for (const [op] of tfjsOwn) if (!TESTED_OPS.includes(op)) tf.registerGradient(refusing(op));
    for (const gradient of repaired) tf.registerGradient(gradient);
    // An op that brings its own gradient has no name, and no place in the registry of gradients.
    engine.runKernelFunc = (op) => (op.kernelName === undefined ? refuse('customGrad') : runKernel.call(engine, op));
    return code();
  } finally {
    engine.runKernelFunc = runKernel;
    for (const [op, gradient] of tfjsOwn) {
      if (gradient !== undefined) tf.registerGradient(gradient);
      else if (tf.getGradient(op) as GradConfig | undefined) tf.unregisterGradient(op);
    }
  }
}

/** The part of tfjs's engine through which every op passes. */
interface OpRunner {
  runKernelFunc(op: { readonly kernelName?: string }): unknown;
}

function refusing(op: string): GradConfig {
  return { kernelName: op, gradFunc: () => refuse(op) };
}

function refuse(op: string): never {
  throw new LabError(
    'engine',
    `Hessian-vector products are not available for this model: op ${op} has no tested second derivative`,
  );
}
