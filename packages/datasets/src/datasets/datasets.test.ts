import { createLab, type Dataset, pluginModule, rootStream, type Samples } from '@sharpness-lab/core';
import { describe, expect, test } from 'vitest';
import { completeXor, xor } from '../plugins.ts';

const { registry } = createLab([
  { origin: { name: 'datasets', version: '0' }, module: pluginModule([xor, completeXor]) },
]);

const row = ({ inputs, dimension }: Samples, i: number) => [...inputs.subarray(i * dimension, (i + 1) * dimension)];

describe('xor', () => {
  const dataset: Dataset = xor.create({ dimension: 12, trainSize: 4000, testSize: 50 }, registry);
  const { train, test: held } = dataset.sample(rootStream(3));

  test('targets are the product of the first two coordinates, all coordinates are signs', () => {
    for (const samples of [train, held]) {
      for (let i = 0; i < samples.size; i++) {
        const x = row(samples, i);
        expect(x.every((value) => Math.abs(value) === 1)).toBe(true);
        expect(samples.targets[i]).toBe((x[0] as number) * (x[1] as number));
      }
    }
  });

  test('coordinates are fair and pairwise independent within 4 standard errors', () => {
    const error = 4 / Math.sqrt(train.size);
    for (let k = 0; k < 12; k++) {
      for (let l = 0; l <= k; l++) {
        let sum = 0;
        for (let i = 0; i < train.size; i++) {
          const x = row(train, i);
          sum += (x[k] as number) * (l === k ? 1 : (x[l] as number));
        }
        expect(Math.abs(sum / train.size)).toBeLessThan(error);
      }
    }
  });
});

describe('label smoothing', () => {
  test.each([0.01, 0.2, 0.4])('p = %d puts the targets where the logistic loss is least', (labelSmoothing) => {
    const options = { dimension: 5, trainSize: 40, testSize: 40 };
    for (const definition of [xor, completeXor]) {
      const plain = definition.create(options, registry).sample(rootStream(6));
      const smoothed = definition.create({ ...options, labelSmoothing }, registry).sample(rootStream(6));
      for (const split of ['train', 'test'] as const) {
        expect(smoothed[split].inputs).toEqual(plain[split].inputs);
        for (const [i, y] of smoothed[split].targets.entries()) {
          const label = plain[split].targets[i] as number;
          // sigma(f) = 1 - p where the label is 1, and p where it is -1.
          expect(1 / (1 + Math.exp(-label * y))).toBeCloseTo(1 - labelSmoothing, 6);
        }
      }
    }
  });
});

describe('complete-xor', () => {
  const sizes = [
    { dimension: 2, tails: 1 },
    { dimension: 3, tails: 2 },
    { dimension: 5, tails: 8 },
    { dimension: 30, tails: 29 },
  ];
  test.each(sizes)('every tail appears with all four heads: d = $dimension, $tails tails', ({ dimension, tails }) => {
    const dataset = completeXor.create({ dimension, tails, testSize: 10 }, registry);
    const { train } = dataset.sample(rootStream(1));
    expect(train.size).toBe(4 * tails);
    expect(dataset.trainSize).toBe(train.size);
    const heads = new Map<string, string[]>();
    for (let i = 0; i < train.size; i++) {
      const [a, b, ...tail] = row(train, i);
      expect(train.targets[i]).toBe((a as number) * (b as number));
      heads.set(tail.join(), [...(heads.get(tail.join()) ?? []), `${a} ${b}`]);
    }
    expect(heads.size).toBe(tails);
    for (const seen of heads.values()) expect(seen.sort()).toEqual(['-1 -1', '-1 1', '1 -1', '1 1']);
  });

  test('the tails affinely span their space: their Gram determinant is not zero', () => {
    const dimension = 6;
    const { train } = completeXor.create({ dimension, testSize: 1 }, registry).sample(rootStream(8));
    const tails = [...new Set(Array.from({ length: train.size }, (_, i) => row(train, i).slice(2).join()))].map((key) =>
      key.split(',').map(Number),
    );
    const [origin = [], ...others] = tails;
    const differences = others.map((tail) => tail.map((value, k) => value - (origin[k] as number)));
    expect(Math.abs(determinant(differences))).toBeGreaterThan(0.5);
  });

  test.each([
    [4, 2, 'expected 3 to 2^2 tails for dimension 4, got 2'],
    [4, 5, 'expected 3 to 2^2 tails for dimension 4, got 5'],
  ])('d = %d refuses %d tails', (dimension, tails, message) => {
    expect(() => completeXor.create({ dimension, tails, testSize: 1 }, registry)).toThrow(message);
  });
});

/** Laplace expansion: slow, exact for small integers. */
function determinant(matrix: readonly (readonly number[])[]): number {
  const [first, ...rest] = matrix;
  if (first === undefined) return 1;
  return first.reduce((sum, value, k) => {
    const minor = rest.map((line) => line.filter((_, column) => column !== k));
    return sum + (k % 2 === 0 ? 1 : -1) * value * determinant(minor);
  }, 0);
}
