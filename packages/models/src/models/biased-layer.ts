import type { ParameterSpecs, ParameterTensors, Tensor, TensorFlow } from '@sharpness-lab/core';

/** A first layer with bias: W1 [width, d] and b1 [width]. */
export function biasedLayer(width: number, dimension: number): ParameterSpecs<'W1' | 'b1'> {
  return {
    W1: { shape: [width, dimension], layer: 1, fanIn: dimension },
    b1: { shape: [width], layer: 1, fanIn: dimension },
  };
}

/** relu(W1 x_i + b1), [n, width]. */
export function hiddenLayer(tf: TensorFlow, { W1, b1 }: ParameterTensors<'W1' | 'b1'>, inputs: Tensor): Tensor {
  return tf.relu(tf.add(tf.matMul(inputs, W1, false, true), b1));
}
