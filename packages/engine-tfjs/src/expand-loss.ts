import { attribute, type Loss, type Tensor, type TensorFlow } from '@sharpness-lab/core';

/**
 * The Taylor expansion of the mean loss in the outputs about their present values c_i, of first or second order:
 *
 *     (1/n) sum_i [ l(c_i, y_i) + l'(c_i, y_i) (f_i - c_i) + 1/2 l''(c_i, y_i) (f_i - c_i)^2 ]
 *
 * As a function of the parameters it has, where they stand, the value and the gradient of the mean loss and, with the
 * second order, its Hessian. So a loss need not be made of tfjs ops to be differentiated.
 */
export function expandLoss(tf: TensorFlow, loss: Loss, outputs: Tensor, targets: Float32Array, order: 1 | 2): Tensor {
  const present = outputs.dataSync() as Float32Array;
  const size = present.length;
  const coefficients = (of: (output: number, target: number) => number) =>
    tf.tensor1d(attribute(loss, () => present.map((output, i) => of(output, targets[i] as number) / size)));
  const deviations = tf.sub(outputs, tf.tensor1d(present));
  let slopes = coefficients((output, target) => loss.firstDerivative(output, target));
  if (order === 2) {
    const halfCurvatures = coefficients((output, target) => loss.secondDerivative(output, target) / 2);
    slopes = tf.add(slopes, tf.mul(halfCurvatures, deviations));
  }
  let value = 0;
  attribute(loss, () => {
    for (let i = 0; i < size; i++) value += loss.value(present[i] as number, targets[i] as number) / size;
  });
  return tf.add(tf.sum(tf.mul(slopes, deviations)), value);
}
