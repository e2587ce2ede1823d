import { expect, test } from 'vitest';
import { briefly } from './config-brief.ts';

test('a plugin is its name and its options, and a short list is whole', () => {
  const widths = [8, 7, 6, 5, 4, 3, 2, 1];
  expect(briefly({ name: 'mlp-bias', widths, base: { name: 'sgd', learningRate: 0.1 } })).toBe(
    'mlp-bias widths=[8, 7, 6, 5, 4, 3, 2, 1] base=(sgd learningRate=0.1)',
  );
});

test('of a long list there are the first entries and its length, in each of its rows too', () => {
  const inputs = Array.from({ length: 1608 }, (_, i) => Array.from({ length: 784 }, (_, k) => i + k));
  expect(briefly({ name: 'explicit', train: { inputs, targets: [1, -1] } })).toBe(
    'explicit train=(inputs=[[0, 1, 2, … 784 in all], [1, 2, 3, … 784 in all], [2, 3, 4, … 784 in all], … 1,608 in all] targets=[1, -1])',
  );
});
