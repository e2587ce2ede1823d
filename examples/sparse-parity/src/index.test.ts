import { LabError, rootStream, type Samples } from '@sharpness-lab/core';
import { createPlugin, testDataset } from '@sharpness-lab/core/testing';
import { xor } from '@sharpness-lab/datasets';
import { expect, test } from 'vitest';
import sparseParity from './index.ts';

testDataset(sparseParity, [
  { options: { dimension: 3, trainSize: 8, testSize: 5 } },
  { options: { dimension: 6, degree: 1, trainSize: 20, testSize: 20 } },
]);

/** The mean over the samples of y times the product of the coordinates in a set. */
function correlation({ size, dimension, inputs, targets }: Samples, set: readonly number[]): number {
  const products = targets.map((y, i) => set.reduce((product, k) => product * (inputs[i * dimension + k] ?? 0), y));
  return products.reduce((sum, product) => sum + product, 0) / size;
}

test('correlates with the product of its k coordinates alone, of all 2^d products', () => {
  const [dimension, degree, trainSize] = [6, 3, 4000];
  const { train } = createPlugin(sparseParity, { dimension, degree, trainSize }).sample(rootStream(1));
  for (let bits = 0; bits < 2 ** dimension; bits++) {
    const set = [...Array(dimension).keys()].filter((k) => (bits >> k) & 1);
    const measured = correlation(train, set);
    if (`${set}` === '0,1,2') expect(measured).toBe(1);
    else expect(Math.abs(measured), `${set}`).toBeLessThan(4.5 / Math.sqrt(trainSize));
  }
});

test('with degree 2 it draws the XOR data that come with the lab, bit for bit', () => {
  const options = { dimension: 5, trainSize: 30, testSize: 10 };
  const ours = createPlugin(sparseParity, { ...options, degree: 2 }).sample(rootStream(7));
  expect(ours).toEqual(createPlugin(xor, options).sample(rootStream(7)));
});

test('more relevant coordinates than there are is refused', () => {
  expect(() => createPlugin(sparseParity, { dimension: 3, degree: 4 })).toThrow(LabError);
});
