import { describe, expect, test } from 'vitest';
import { smallLab } from '../testing/stand-ins/small-lab.ts';
import { plainData } from './plain-data.ts';

const lab = smallLab();

describe('what no configuration can have is refused with its path', () => {
  const circular: unknown[] = [];
  circular.push({ name: 'loss', again: circular });
  const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);
  const own = JSON.parse('{ "__proto__": { "width": 3 }, "name": "small-network" }') as object;
  test.each<[string, object, string]>([
    [
      'an object that contains itself',
      { metrics: circular },
      'metrics.0.again: expected plain data, got an object that contains itself',
    ],
    ['a bigint', { seed: 3n }, 'seed: expected a number, got the bigint 3n'],
    ['__proto__', { model: own }, 'model: unknown key "__proto__"'],
    [
      'a getter that throws',
      {
        get model() {
          throw new Error('not today');
        },
      },
      'configuration: the value of "model" cannot be had (not today)',
    ],
    [
      'a deep nesting',
      { metrics: nested(101) },
      'metrics.0.0.0.0.0.0.0.0.0: expected at most 100 levels of lists and objects, one in another',
    ],
  ])('%s', (_what, config, message) => {
    const refused = expect.objectContaining({ name: 'LabError', kind: 'config', message });
    expect(() => lab.resolve(config)).toThrow(refused);
    // Also where an override brings it.
    for (const [key, { value }] of Object.entries(Object.getOwnPropertyDescriptors(config))) {
      if (value !== undefined) expect(() => lab.resolve({}, [[key, value]])).toThrow(refused);
    }
  });

  test('one object in two places is no circle, and 100 levels are not too deep', () => {
    const shared = { name: 'squared-error' };
    expect(plainData({ a: shared, b: [shared] })).toEqual({ a: shared, b: [shared] });
    expect(plainData(nested(100))).toEqual(nested(100));
  });
});
