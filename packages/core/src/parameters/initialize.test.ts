import { describe, expect, test } from 'vitest';
import type { Experiment } from '../contracts/experiment.ts';
import type { InitializerContext } from '../contracts/initializer.ts';
import { LabError } from '../errors.ts';
import { rememberPlugin } from '../plugins/attribution.ts';
import { rootStream } from '../random/random-stream.ts';
import { smallLab } from '../testing/stand-ins/small-lab.ts';
import { initialize } from './initialize.ts';
import { sizeOf } from './size-of.ts';

const specs = { W1: { shape: [2, 3], layer: 1, fanIn: 3 }, b1: { shape: [2], layer: 1, fanIn: 3 } };
const good = { W1: new Float32Array(6).fill(0.5), b1: new Float32Array(2) };

const lab = smallLab();
const { experiment } = lab.plan(lab.resolve({}));
const { train } = experiment.dataset.sample(rootStream(0));

function initializeAs(values: object, seen: InitializerContext[] = []) {
  const initializer: Experiment['initializer'] = {
    initialize(context) {
      seen.push(context);
      return values as typeof good;
    },
  };
  rememberPlugin(initializer, 'initializer', 'mine', { name: 'me', version: '1.0.0' });
  return initialize({ ...experiment, initializer }, specs, train, rootStream(0));
}

describe('initialize', () => {
  test('gives the initializer the model, the shapes and the training set', () => {
    const seen: InitializerContext[] = [];
    expect(initializeAs(good, seen)).toBe(good);
    expect(seen).toEqual([{ model: 'small-network', modelOptions: { width: 4 }, specs, train }]);
  });

  test.each<[string, object, string]>([
    ['a parameter is missing', { W1: good.W1 }, 'expected 2 numbers for "b1" (2), got none'],
    [
      'there is one too many',
      { ...good, gamma: new Float32Array(2) },
      'it returned "gamma", which is not a parameter of small-network',
    ],
    ['a size is wrong', { ...good, W1: new Float32Array(5) }, 'expected 6 numbers for "W1" (2 x 3), got 5'],
    [
      'a number is not finite',
      { ...good, b1: Float32Array.of(0, Number.NaN) },
      'expected finite numbers for "b1", got NaN at position 1',
    ],
  ])('complains when %s', (_what, values, message) => {
    expect(() => initializeAs(values)).toThrow(new LabError('plugin', `initializer "mine" of me: ${message}`));
  });
});

test('sizeOf counts elements', () => {
  expect([[2, 3], [5], [], [4, 0]].map(sizeOf)).toEqual([6, 5, 1, 0]);
});
