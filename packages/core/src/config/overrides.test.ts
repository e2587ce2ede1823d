import { describe, expect, test } from 'vitest';
import { LabError } from '../errors.ts';
import { smallLab } from '../testing/stand-ins/small-lab.ts';
import { applyOverrides } from './overrides.ts';

const config = {
  name: 'base',
  model: '2-mlp-bias',
  loss: { name: 'mse', scale: 2 },
  phases: [
    { optimizer: { name: 'sam', rho: 0.1, base: { name: 'sgd', momentum: 0.9 } }, epochs: 1 },
    { optimizer: 'sgd', epochs: 2 },
  ],
  metrics: [],
};

type Override = readonly [path: string, value: unknown];

function applied(...overrides: Override[]) {
  return applyOverrides(config, overrides) as typeof config & Record<string, unknown>;
}

describe('applyOverrides', () => {
  test('sets keys that are there, and keys that are not', () => {
    expect(applied(['seed', 5], ['phases.1.epochs', 7])).toEqual({
      ...config,
      seed: 5,
      phases: [config.phases[0], { optimizer: 'sgd', epochs: 7 }],
    });
    expect(applied(['measure.every', 10]).measure).toEqual({ every: 10 });
  });

  test('leaves the configuration and the values as they were', () => {
    const before = structuredClone(config);
    const optimizer = { name: 'sam' };
    const overrides: Override[] = [
      ['phases.*.optimizer', optimizer],
      ['phases.0.optimizer.rho', 1],
    ];
    expect(applied(...overrides).phases.map((phase) => phase.optimizer)).toEqual([
      { name: 'sam', rho: 1 },
      { name: 'sam' },
    ]);
    expect(config).toEqual(before);
    expect(optimizer).toEqual({ name: 'sam' });
  });

  test('* stands for every element of a list', () => {
    expect(applied(['phases.*.epochs', 9]).phases.map(({ epochs }) => epochs)).toEqual([9, 9]);
  });

  test('opens up a reference that is a name alone', () => {
    expect(applied(['model.width', 20]).model).toEqual({ name: '2-mlp-bias', width: 20 });
    expect(applied(['phases.1.optimizer.momentum', 0.5]).phases[1]?.optimizer).toEqual({ name: 'sgd', momentum: 0.5 });
  });

  test('a new name starts from the new plugin’s defaults', () => {
    expect(applied(['loss.name', 'logistic']).loss).toEqual({ name: 'logistic' });
    expect(applied(['loss', 'logistic']).loss).toBe('logistic');
    expect(applied(['model.name', '2-mlp-no-bias']).model).toEqual({ name: '2-mlp-no-bias' });
    expect(applied(['phases.0.optimizer.base.name', 'adam']).phases[0]?.optimizer).toEqual({
      name: 'sam',
      rho: 0.1,
      base: { name: 'adam' },
    });
  });

  test('the name of the experiment is no reference', () => {
    expect(applied(['name', 'other'])).toEqual({ ...config, name: 'other' });
  });

  test.each<[string, Override[]]>([
    [
      'before',
      [
        ['phases.0.optimizer.name', '1-sam'],
        ['phases.0.optimizer.rho', 0.2],
      ],
    ],
    [
      'after',
      [
        ['phases.0.optimizer.rho', 0.2],
        ['phases.0.optimizer.name', '1-sam'],
      ],
    ],
    [
      'after, as a whole',
      [
        ['phases.0.optimizer.rho', 0.2],
        ['phases.0.optimizer', '1-sam'],
      ],
    ],
  ])('options are not lost when the plugin is named %s them', (_when, overrides) => {
    expect(applied(...overrides).phases[0]?.optimizer).toEqual({ name: '1-sam', rho: 0.2 });
  });

  test('of two values for one key, the last holds', () => {
    expect(applied(['seed', 1], ['seed', 2]).seed).toBe(2);
    expect(applied(['phases.*.epochs', 9], ['phases.1.epochs', 3]).phases.map(({ epochs }) => epochs)).toEqual([9, 3]);
  });

  test.each<[string, string]>([
    ['phases.2.epochs', 'override "phases.2.epochs": expected an index from 0 to 1 or "*", got "2"'],
    ['phases.-1.epochs', 'override "phases.-1.epochs": expected an index from 0 to 1 or "*", got "-1"'],
    ['phases.first.epochs', 'override "phases.first.epochs": expected an index from 0 to 1 or "*", got "first"'],
    ['metrics.0.name', 'override "metrics.0.name": the list is empty, got "0"'],
    ['phases.0.epochs.value', 'override "phases.0.epochs.value": 1 has no key "value"'],
    ['model..width', 'override "model..width": a key is empty'],
    ['', 'override "": a key is empty'],
    ['__proto__.polluted', 'override "__proto__.polluted": "__proto__" is not a key'],
    ['model.__proto__', 'override "model.__proto__": "__proto__" is not a key'],
  ])('refuses "%s"', (path, message) => {
    expect(() => applied([path, true])).toThrow(new LabError('config', message));
  });

  test('reaches no prototype', () => {
    const changed = applied(['constructor.prototype.polluted', true], ['loss.constructor.prototype.polluted', true]);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect(Object.getPrototypeOf(changed)).toBe(Object.prototype);
    const hostile = JSON.parse('{"a":{"__proto__":{"polluted":true}}}') as object;
    expect(() => applyOverrides(hostile, [['a.b', 1]])).toThrow(new LabError('config', 'a: unknown key "__proto__"'));
  });

  test('takes resolved configurations too', () => {
    const lab = smallLab();
    const resolved = lab.resolve({});
    expect(JSON.stringify(lab.resolve(resolved, [['seed', 3]]))).toBe(JSON.stringify(lab.resolve({ seed: 3 })));
  });
});
