import type { Tensor } from '@sharpness-lab/core';
import { createPlugin, testModel } from '@sharpness-lab/core/testing';
import { tf } from '@sharpness-lab/engine-tfjs/tf';
import { expect, test } from 'vitest';
import geluMlp from './index.ts';

testModel(geluMlp, [{ options: { width: 1 } }, { options: { width: 4 } }], { tf });

/** The network of one neuron with weight 1, no bias and output weight 1 is GELU itself. */
function gelu(inputs: Tensor): Tensor {
  const parameters = { W1: tf.tensor2d([[1]]), b1: tf.tensor1d([0]), W2: tf.tensor2d([[1]]) };
  const column = tf.reshape(inputs, [inputs.size, 1]);
  return createPlugin(geluMlp, { width: 1 }).forward(tf, parameters, column, column);
}

// z, z Phi(z) with Phi from tables of the normal distribution, and the density phi(z).
const points = [
  [-2, -0.0455002639, 0.0539909665],
  [-0.5, -0.1542687694, 0.3520653268],
  [0, 0, 0.3989422804],
  [1, 0.8413447461, 0.2419707245],
  [3, 2.9959503059, 0.0044318484],
] as const;

test.each(points)('a neuron with pre-activation %d gives z Phi(z) = %d', (z, expected) => {
  expect(gelu(tf.tensor1d([z])).dataSync()[0]).toBeCloseTo(expected, 6);
});

test.each(points)('at %d, its first derivative is Phi(z) + z phi(z)', (z, value, density) => {
  const phi = z === 0 ? 0.5 : value / z;
  const slope = tf.grad((x) => tf.sum(gelu(x)))(tf.tensor1d([z]));
  expect(slope.dataSync()[0]).toBeCloseTo(phi + z * density, 5);
});

test('adds up its neurons by their output weights', () => {
  const { forward } = createPlugin(geluMlp, { width: 2 });
  const parameters = {
    W1: tf.tensor2d([
      [1, 1],
      [-1, 0],
    ]),
    b1: tf.tensor1d([-1, 1]),
    W2: tf.tensor2d([[2, -3]]),
  };
  // Pre-activations 0.5 + 1.5 - 1 = 1 and -0.5 + 1 = 0.5.
  const [output] = forward(tf, parameters, tf.tensor2d([[0.5, 1.5]]), tf.tensor2d([[0.5, 1.5]])).dataSync();
  expect(output).toBeCloseTo(2 * 0.8413447461 - 3 * 0.3457312306, 5);
});
