import { expect, test } from 'vitest';
import { columnNorms, neuronTable } from './first-layer.ts';

const parameters = {
  W1: Float32Array.from([1, -1, 2, 2, 3, 4, 0, 0, 0, 0, 0, 5]),
  W2: Float32Array.from([2, -1, 4]),
  gamma: Float32Array.from([0.5, 3, 2]),
};

test('neurons come by falling norm, with signal, tail and what they add to the output', () => {
  expect(neuronTable(parameters)).toEqual([
    { index: 1, norm: 5, signal: [3, 4], tailNorm: 0, outgoing: -3 },
    { index: 2, norm: 5, signal: [0, 0], tailNorm: 5, outgoing: 8 },
    { index: 0, norm: Math.sqrt(10), signal: [1, -1], tailNorm: Math.sqrt(8), outgoing: 1 },
  ]);
  const { W1, W2 } = parameters;
  expect(neuronTable({ W1, W2 })?.map(({ outgoing }) => outgoing)).toEqual([-1, 4, 2]);
});

test('column norms run over all neurons', () => {
  expect(columnNorms(parameters)).toEqual([Math.sqrt(10), Math.sqrt(17), 2, Math.sqrt(29)]);
});

test('networks without these two layers have none', () => {
  expect(neuronTable({ W1: parameters.W1 })).toBeUndefined();
  expect(columnNorms({})).toBeUndefined();
});
