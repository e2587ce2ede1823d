import { expect, test } from 'vitest';
import { rangeOf, spreadText } from './accuracy.ts';

test('a spread ends where its range does', () => {
  const accuracy = rangeOf('test-accuracy');
  expect(spreadText({ mean: 0.75, deviation: 0.05 }, 3, accuracy)).toBe('0.750 +- 0.050');
  expect(spreadText({ mean: 0.986, deviation: 0.02 }, 3, accuracy)).toBe('0.986 +0.014 -0.020');
  expect(spreadText({ mean: 0.01, deviation: 0.02 }, 2, accuracy)).toBe('0.01 +0.02 -0.01');
  expect(spreadText({ mean: 1, deviation: 0 }, 3, accuracy)).toBe('1.000 +- 0.000');
  expect(rangeOf('hessian-trace')).toBeUndefined();
  expect(spreadText({ mean: 0.986, deviation: 0.02 }, 3)).toBe('0.986 +- 0.020');
});
