import { expect, test } from 'vitest';
import { rootStream } from '../random/random-stream.ts';
import { noisyTarget } from './noisy-target.ts';

const drawn = (sigma: number, flipProbability: number, stream = rootStream(1).child('noise')) =>
  Array.from({ length: 10_000 }, () => noisyTarget(1, sigma, flipProbability, stream));

test('takes its four values as often as they are likely', () => {
  const values = drawn(0.25, 0.2);
  for (const [value, probability] of [
    [1.25, 0.4],
    [0.75, 0.4],
    [-0.75, 0.1],
    [-1.25, 0.1],
  ] as const) {
    const deviation = Math.sqrt(probability * (1 - probability) * values.length);
    const count = values.filter((each) => each === value).length;
    expect(Math.abs(count - probability * values.length)).toBeLessThan(4 * deviation);
  }
  expect(new Set(values).size).toBe(4);
});

test('draws the sign of the noise, and a number for the flip only where targets flip', () => {
  const [own, other] = [rootStream(2).child('noise'), rootStream(2).child('noise')];
  expect(noisyTarget(3, 0.5, 0, own)).toBe(3 + 0.5 * other.sign());
  expect(own.uniform()).toBe(other.uniform());
  const sign = other.sign();
  expect(noisyTarget(3, 0.5, 0.5, own)).toBe((other.uniform() < 0.5 ? -3 : 3) + 0.5 * sign);
  expect(own.uniform()).toBe(other.uniform());
});
