import { LabError, type Model, type Samples } from '@sharpness-lab/core';
import * as tfjs from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { type Backend, type BackendName, openBackend } from './backend.ts';
import { differencedProduct, relativeError, uniform } from './fixtures/numbers.ts';
import { type OpCase, opCases } from './fixtures/op-cases.ts';
import { pseudoHuber } from './fixtures/pseudo-huber.ts';
import type { Gradient } from './namespace.ts';
import { Network } from './network.ts';
import { TESTED_OPS } from './second-derivatives.ts';

const SIZE = 5;
const DIMENSION = 3;
const WIDTH = 4;

const train: Samples = {
  size: SIZE,
  dimension: DIMENSION,
  inputs: uniform(SIZE * DIMENSION, 'inputs'),
  targets: uniform(SIZE, 'targets'),
};

/** f(x) = op(W x + b) w, with `outputs` numbers between the layers. */
function networkOf(backend: Backend, op: OpCase['tensors'], outputs: number): Network {
  const model: Model<'W' | 'b' | 'w'> = {
    parameters: (dimension) => ({
      W: { shape: [WIDTH, dimension], layer: 1, fanIn: dimension },
      b: { shape: [WIDTH], layer: 1, fanIn: dimension },
      w: { shape: [outputs, 1], layer: 2, fanIn: outputs },
    }),
    forward(tf, { W, b, w }, inputs) {
      const z = tf.add(tf.matMul(inputs, W, false, true), b);
      return tf.reshape(tf.matMul(op(tf, z), w), [-1]);
    },
  };
  return new Network(backend, { model, loss: pseudoHuber }, model.parameters(DIMENSION), train);
}

/** The mean loss of the same network in double precision. */
function meanLoss(op: OpCase['numbers'], theta: Float64Array): number {
  const weights = (j: number) => theta.subarray(j * DIMENSION, (j + 1) * DIMENSION);
  const z = Array.from({ length: SIZE }, (_, i) =>
    Array.from({ length: WIDTH }, (_, j) =>
      weights(j).reduce(
        (sum, weight, k) => sum + weight * (train.inputs[i * DIMENSION + k] as number),
        theta[WIDTH * DIMENSION + j] as number,
      ),
    ),
  );
  const w = theta.subarray(WIDTH * (DIMENSION + 1));
  return op(z).reduce((sum, row, i) => {
    const output = row.reduce((total, h, j) => total + h * (w[j] as number), 0);
    return sum + pseudoHuber.value(output, train.targets[i] as number) / SIZE;
  }, 0);
}

function product(backend: Backend, { tensors, numbers }: OpCase, name: string) {
  const outputs = (numbers(Array.from({ length: SIZE }, () => Array(WIDTH).fill(0.1)))[0] as number[]).length;
  const size = WIDTH * (DIMENSION + 1) + outputs;
  const theta = uniform(size, `${name} parameters`);
  const v = uniform(size, `${name} direction`);
  const network = networkOf(backend, tensors, outputs);
  const actual = new Float32Array(size);
  try {
    network.hessianVectorProduct(theta, v, actual);
  } finally {
    network.close();
  }
  return { actual, expected: () => differencedProduct((at) => meanLoss(numbers, at), theta, v) };
}

describe.each<BackendName>(['cpu', 'wasm'])('second derivatives on %s', (name) => {
  test.each(Object.entries(opCases))('%s: H v agrees with finite differences', async (op, each) => {
    const { actual, expected } = product(await openBackend(name), each, op);
    expect(relativeError(actual, expected())).toBeLessThan(1e-5);
  });
});

test('every op that counts as tested is differentiated in one of these networks', async () => {
  const backend = await openBackend('cpu');
  const { tf } = backend;
  const differentiated = new Set<string>();
  const originals = TESTED_OPS.map((op) => tf.getGradient(op) as Gradient);
  for (const original of originals) {
    tf.registerGradient({
      ...original,
      gradFunc(...args) {
        differentiated.add(original.kernelName);
        return original.gradFunc(...args);
      },
    });
  }
  for (const [name, each] of Object.entries(opCases)) product(backend, each, name);
  originals.forEach(tf.registerGradient);
  // The test replaces the gradient of elu as a whole. One of the networks is named after it.
  expect(TESTED_OPS.filter((op) => !differentiated.has(op))).toEqual(['Elu']);
});

/** An op with a gradient of its own, as a model could define one. */
const tanhWithGradient = tfjs.customGrad((x) => {
  const value = tfjs.tanh(x as tfjs.Tensor);
  return { value, gradFunc: (dy) => tfjs.mul(dy, tfjs.sub(1, tfjs.square(value))) };
});

const untested: Record<string, [op: string, tensors: OpCase['tensors']]> = {
  'an op that is not on the list': ['Tan', (tf, z) => tf.tan(z)],
  'an op whose second derivative tfjs lacks': ['Prod', (tf, z) => tf.mul(z, tf.prod(z, 1, true))],
  'a gradient given along with an op': ['customGrad', (_tf, z) => tanhWithGradient(z as tfjs.Tensor)],
  'a gradient that tfjs gives along with an op': ['customGrad', (tf, z) => tf.logSoftmax(z)],
};

describe('what cannot be vouched for', () => {
  test.each(Object.entries(untested))('%s is refused by name', async (_name, [op, tensors]) => {
    const backend = await openBackend('cpu');
    const before = backend.tf.memory().numTensors;
    const attempt = () => product(backend, { tensors, numbers: (z) => z }, op);
    expect(attempt).toThrow(LabError);
    expect(attempt).toThrow(
      `Hessian-vector products are not available for this model: op ${op} has no tested second derivative`,
    );
    expect(backend.tf.memory().numTensors).toBe(before);
  });

  test('is still trained on', async () => {
    const backend = await openBackend('cpu');
    const theta = uniform(WIDTH * (DIMENSION + 2), 'parameters');
    const gradient = new Float32Array(theta.length);
    const network = networkOf(backend, (tf, z) => tf.logSoftmax(z), WIDTH);
    network.gradient(theta, train, gradient);
    network.close();
    expect(gradient.some((value) => value !== 0)).toBe(true);
  });
});

test('the gradients that others see stay as they are', async () => {
  const backend = await openBackend('cpu');
  const { tf } = backend;
  const ops = tf.getKernelsForBackend('cpu').map(({ kernelName }) => kernelName);
  const before = ops.map((op) => tf.getGradient(op));
  const { customGrad } = tfjs.engine();
  product(backend, opCases.tanh as OpCase, 'tanh');
  expect(ops.map((op) => tf.getGradient(op))).toEqual(before);
  expect(tfjs.engine().customGrad).toBe(customGrad);
});
