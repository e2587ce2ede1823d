import { expect, test } from 'vitest';
import { run } from '../fixtures/run.ts';
import { keyOf } from './group-key.ts';
import { optionWords } from './option-words.ts';

const groups = (...labels: string[]) => labels.map((label) => ({ label, config: run().config, runs: [run()] }));
const keyed = (...labels: string[]) => {
  const { key, groups: named } = keyOf(groups(...labels));
  return { key, shorts: named.map(({ short }) => short), labels: named.map(({ label }) => label) };
};

test('three numbers of one option are in their order, under its name', () => {
  expect(keyed(...[0.1, 0.02, 1e-7].map((rho) => `sweep, phases.0.optimizer.rho=${rho}`))).toEqual({
    key: { title: 'rho', ordered: true },
    shorts: ['1e-7', '0.02', '0.1'],
    labels: ['rho 1e-7', 'rho 0.02', 'rho 0.1'],
  });
});

test('two numbers, and words, are in the order of the groups', () => {
  expect(keyed('s, model.width=20', 's, model.width=10')).toMatchObject({
    key: { title: 'width', ordered: false },
    shorts: ['20', '10'],
  });
  expect(keyed('s, model=b', 's, model=a', 's, model=c')).toMatchObject({
    key: { title: 'model', ordered: false },
    shorts: ['b', 'a', 'c'],
  });
});

test('several options are a list under their names, those of one value in all phases count once', () => {
  expect(keyed('s, batchSize=1, model.width=2', 's, batchSize=5, model.width=3')).toMatchObject({
    key: { title: 'batch size, width', ordered: false },
    shorts: ['1, 2', '5, 3'],
  });
  const everywhere = [1, 2, 3].map((rho) => `s, phases.0.optimizer.rho=${rho}, phases.1.optimizer.rho=${rho}`);
  expect(keyed(...everywhere).key).toEqual({ title: 'rho', ordered: true });
});

test('names of options are as long as it takes to tell them apart', () => {
  expect(keyed('s, phases.0.epochs=1, phases.1.epochs=3', 's, phases.0.epochs=2, phases.1.epochs=1').key.title).toBe(
    'phase 1 epochs, phase 2 epochs',
  );
  expect(optionWords('phases.0.optimizer.base.learningRate')).toEqual([
    'phase 1',
    'optimizer',
    'base',
    'learning rate',
  ]);
});

test('experiments of different names, and settings that only some have, are told in words', () => {
  expect(keyed('weight-decay', '1-SAM')).toEqual({
    key: {},
    shorts: ['weight-decay', '1-SAM'],
    labels: ['weight-decay', '1-SAM'],
  });
  expect(keyed('a, model.width=2', 'a, model.width=3', 'b').shorts).toEqual(['a, width 2', 'a, width 3', 'b']);
  expect(keyed('a, phases.0.optimizer=sgd', 'a, phases.0.constraint=ball').shorts).toEqual([
    'optimizer sgd',
    'constraint ball',
  ]);
});

test('what cannot be shortened stays: a single group, and groups that would be called alike', () => {
  expect(keyed('a, model.width=2').shorts).toEqual(['a, model.width=2']);
  expect(keyed('a, model.width=2', 'a, model.width=2').shorts).toEqual(['a, model.width=2', 'a, model.width=2']);
});
