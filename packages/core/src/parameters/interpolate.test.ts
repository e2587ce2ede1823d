import { describe, expect, test } from 'vitest';
import { LabError } from '../errors.ts';
import { interpolate } from './interpolate.ts';

const from = { W: Float32Array.of(1, -2, 0.1), b: Float32Array.of(-0.3) };
const to = { W: Float32Array.of(3, 6, 0.2), b: Float32Array.of(1e-30) };

describe('interpolate', () => {
  test('gives (1 - t) A + t B, beyond the ends too, in single precision', () => {
    expect(interpolate(from, to, 0.25).W?.subarray(0, 2)).toEqual(Float32Array.of(1.5, 0));
    expect(interpolate(from, to, -0.5).W?.subarray(0, 2)).toEqual(Float32Array.of(0, -6));
    expect(interpolate(from, to, 1.5).W?.subarray(0, 2)).toEqual(Float32Array.of(4, 10));
    expect(interpolate(from, to, 0.5).W?.[2]).toBe(Math.fround((Math.fround(0.1) + Math.fround(0.2)) / 2));
  });

  test('has the two networks at its ends, and leaves them alone', () => {
    expect(interpolate(from, to, 0)).toEqual(from);
    expect(interpolate(from, to, 1)).toEqual(to);
    interpolate(from, to, 0).W?.fill(9);
    expect(from.W[0]).toBe(1);
  });

  test.each([
    [{ W: from.W }, 'of "b" the first has 1 numbers and the second none'],
    [{ ...from, v: Float32Array.of(1) }, 'of "v" the first has no numbers and the second 1'],
    [{ ...from, W: Float32Array.of(1) }, 'of "W" the first has 3 numbers and the second 1'],
  ])('refuses networks of other parameters: case %#', (other, message) => {
    expect(() => interpolate(from, other, 0.5)).toThrow(
      new LabError('config', `no line joins the two networks: ${message}`),
    );
  });
});
