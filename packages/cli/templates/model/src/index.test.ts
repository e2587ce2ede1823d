import { createPlugin, testModel } from '@sharpness-lab/core/testing';
import { tf } from '@sharpness-lab/engine-tfjs/tf';
import { expect, test } from 'vitest';
import model from './index.ts';

testModel(model, [{ options: { width: 1 } }, { options: { width: 4 } }], { tf });

test('computes its formula', () => {
  const { forward } = createPlugin(model, { width: 2 });
  const inputs = tf.tensor2d([0.3, -1, 2, 0.5], [2, 2]);
  const parameters = {
    W1: tf.tensor2d([1, 2, -0.5, 0.25], [2, 2]),
    b1: tf.tensor1d([0.1, -0.2]),
    W2: tf.tensor2d([[3, -1]]),
  };
  const f = (x1: number, x2: number) => 3 * Math.tanh(x1 + 2 * x2 + 0.1) - Math.tanh(-0.5 * x1 + 0.25 * x2 - 0.2);
  const outputs = forward(tf, parameters, inputs, inputs).dataSync();
  expect(outputs[0]).toBeCloseTo(f(0.3, -1), 6);
  expect(outputs[1]).toBeCloseTo(f(2, 0.5), 6);
});
