import { describe, expect, test } from 'vitest';
import type { Initializer, InitializerContext } from '../../contracts/initializer.ts';
import { defineInitializer } from '../../contracts/plugin.ts';
import { LabError } from '../../errors.ts';
import { PluginRegistry } from '../../plugins/registry.ts';
import { rootStream } from '../../random/random-stream.ts';
import { anyStart } from '../stand-ins/small-plugins.ts';
import { violations } from './contract.ts';
import { initializerClauses, testInitializer } from './initializer.ts';

const oneNumber: Partial<InitializerContext> = { model: 'a number', specs: { w: { shape: [1], layer: 1, fanIn: 1 } } };

const only = defineInitializer({
  ...anyStart,
  create: (options, plugins) => ({
    initialize(context, stream) {
      if (context.model !== 'a number')
        throw new LabError('config', `init: expected "a number", got "${context.model}"`);
      return anyStart.create(options, plugins).initialize(context, stream);
    },
  }),
});

testInitializer(anyStart);
testInitializer(only, [{ context: oneNumber, refused: [{ model: 'a word' }] }]);

/** Starts that are changed after the draw. */
function spoilt(spoil: (values: Record<string, Float32Array>, context: InitializerContext) => object) {
  return defineInitializer({
    ...anyStart,
    create: (options, plugins) => ({
      initialize: (context, stream) =>
        spoil({ ...anyStart.create(options, plugins).initialize(context, stream) }, context) as ReturnType<
          Initializer['initialize']
        >,
    }),
  });
}

describe('testInitializer reports an initializer that', () => {
  const memory = new Float32Array(4);
  test.each([
    [
      'forgets a parameter',
      spoilt(({ b1: _b1, ...others }) => others),
      'expected the parameters W1, W2, b1, got W1, W2',
    ],
    [
      'adds a parameter',
      spoilt((values) => ({ ...values, gamma: new Float32Array(4) })),
      'expected the parameters W1, W2, b1, got W1, W2, b1, gamma',
    ],
    [
      'gives too few numbers',
      spoilt((values) => ({ ...values, b1: new Float32Array(3) })),
      '"b1": expected 4 numbers, got 3',
    ],
    ['gives a list', spoilt((values) => ({ ...values, b1: [1, 2, 3, 4] })), '"b1": expected a Float32Array'],
    [
      'gives numbers that are not finite',
      spoilt((values) => ({ ...values, b1: new Float32Array(4).fill(Number.NaN) })),
      '"b1": expected finite numbers, got NaN at position 0',
    ],
    [
      'hands out the same memory twice',
      spoilt((values) => ({ ...values, b1: memory })),
      '"b1" drawn again: expected 0 at position 0, got 7',
    ],
    [
      'changes the training set',
      spoilt((values, { train }) => {
        train.targets.fill(0);
        return values;
      }),
      'train.targets: expected',
    ],
    [
      'ignores its stream',
      spoilt((_values, context) => anyStart.create({}, new PluginRegistry()).initialize(context, rootStream(0))),
      'two streams gave the same parameters',
    ],
  ])('%s', async (_what, definition, complaint) => {
    expect(await violations(initializerClauses(definition, {}))).toContainEqual(expect.stringContaining(complaint));
  });

  test('accepts what it should refuse, or refuses without saying why', async () => {
    const refused = [{ model: 'a word' }];
    expect(await violations(initializerClauses(anyStart, { refused }))).toEqual([
      'refuses unsuitable context 0: expected a LabError of kind config, got parameters',
    ]);
    const crashing = spoilt((_values, { model }) => {
      throw new TypeError(`cannot read properties of ${model}`);
    });
    expect(await violations(initializerClauses(crashing, { refused }))).toContainEqual(
      expect.stringContaining('got TypeError: cannot read properties of a word'),
    );
  });
});
