import { rootStream } from '@sharpness-lab/core';
import { createPlugin } from '@sharpness-lab/core/testing';
import { expect, test } from 'vitest';
import explicit from './explicit.ts';

const inputs = [
  [1, 2],
  [3, 0.1],
  [-5, 6],
];
const targets = [1, -1, 0.3];
const create = (options: object) => createPlugin(explicit, options as Parameters<typeof explicit.create>[0]);

test('hands out what it was given, in single precision', () => {
  const { train, test: held } = create({
    train: { inputs, targets },
    test: { inputs: [[7, 8]], targets: [9] },
  }).sample(rootStream(0));
  expect(train).toEqual({
    size: 3,
    dimension: 2,
    inputs: Float32Array.of(1, 2, 3, 0.1, -5, 6),
    targets: Float32Array.of(1, -1, 0.3),
  });
  expect(held).toEqual({ size: 1, dimension: 2, inputs: Float32Array.of(7, 8), targets: Float32Array.of(9) });
});

test('tests on a copy of the training set where no test set is given', () => {
  const dataset = create({ train: { inputs, targets } });
  expect(dataset).toMatchObject({ dimension: 2, trainSize: 3, testSize: 3 });
  const { train, test: held } = dataset.sample(rootStream(0));
  expect(held).toEqual(train);
  expect(held.inputs.buffer).not.toBe(train.inputs.buffer);
});

test.each([
  ['a ragged row', { train: { inputs: [[1, 2], [3]], targets: [1, 2] } }, 'dataset.train.inputs.1: expected 2 numbers'],
  [
    'test rows of another length',
    { train: { inputs, targets }, test: { inputs: [[1, 2, 3]], targets: [1] } },
    'dataset.test.inputs.0: expected 2 numbers, as in dataset.train.inputs.0, got 3',
  ],
  [
    'too few targets',
    { train: { inputs, targets: [1] } },
    'dataset.train.targets: expected 3 numbers, one for each row of dataset.train.inputs, got 1',
  ],
  ['too many targets', { train: { inputs: [[1]], targets: [1, 2] } }, 'dataset.train.targets: expected 1 numbers'],
  ['no samples', { train: { inputs: [], targets: [] } }, 'train.inputs: expected a list of length >= 1, got []'],
  ['empty rows', { train: { inputs: [[]], targets: [1] } }, 'train.inputs.0: expected a list of length >= 1, got []'],
  ['NaN', { train: { inputs: [[1], [Number.NaN]], targets: [1, 2] } }, 'train.inputs.1.0: expected a number, got NaN'],
  [
    'an infinite target',
    { train: { inputs: [[1]], targets: [-1 / 0] } },
    'train.targets.0: expected a number, got -Inf',
  ],
  [
    'more than single precision holds',
    { train: { inputs: [[1e39]], targets: [1] } },
    'train.inputs.0.0: expected a num',
  ],
  ['no training set', {}, 'train: expected an object, but it is missing'],
])('refuses %s', (_, options, message) => {
  expect(() => create(options)).toThrow(message);
});
