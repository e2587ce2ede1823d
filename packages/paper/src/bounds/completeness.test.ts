import { drawData } from '@sharpness-lab/core';
import { createPlugin } from '@sharpness-lab/core/testing';
import { completeXor } from '@sharpness-lab/datasets';
import { describe, expect, test } from 'vitest';
import { isComplete } from './completeness.ts';

const complete = (dimension: number) => drawData(createPlugin(completeXor, { dimension, testSize: 1 }), 1).train;

describe('isComplete', () => {
  const set = complete(5);
  const change = (k: number, value: number) => ({
    ...set,
    inputs: set.inputs.map((old, index) => (index === k ? value : old)),
  });

  test('accepts complete sets', () => {
    for (const dimension of [2, 3, 5, 12]) expect(isComplete(complete(dimension))).toBe(true);
  });

  test('refuses a missing head, a wrong target, another value, a repeated tail and tails of low rank', () => {
    expect(isComplete(change(0, -1 * (set.inputs[0] as number)))).toBe(false);
    expect(isComplete({ ...set, targets: set.targets.map((y, i) => (i === 3 ? -y : y)) })).toBe(false);
    expect(isComplete(change(2, 0.5))).toBe(false);
    const half = set.inputs.subarray(0, 20);
    const low = { ...set, inputs: Float32Array.from([...half, ...half]), targets: set.targets.subarray(0, 8), size: 8 };
    expect(isComplete(low)).toBe(false);
    expect(isComplete({ ...set, size: 4, inputs: half, targets: set.targets.subarray(0, 4) })).toBe(false);
  });
});
