import { expect, test } from 'vitest';
import { run } from '../fixtures/run.ts';
import { runsOfStudy } from './study-runs.ts';

const configOf = (config: object) => run({ config }).config;
const optimizer = (name: string, options: object = {}) => ({
  phases: [{ optimizer: { name, ...options }, epochs: 100 }],
});

const experiments = [
  configOf({ name: 'decay', ...optimizer('sgd') }),
  configOf({ name: 'sam', ...optimizer('1-sam', { rho: 0.1 }) }),
  configOf({ name: 'sam', phases: [{ optimizer: { name: '1-sam', rho: 0.1 }, epochs: 5000 }] }),
];
const found = (...configs: object[]) =>
  runsOfStudy(
    'study',
    experiments,
    configs.map((config) => run({ config })),
  );

test('runs with the settings of a study are its runs, with any seed, at any scale and by any name', () => {
  const { runs, leftOut } = found(
    { name: 'decay', seed: 7, ...optimizer('sgd') },
    { name: 'sam', seed: 1, phases: [{ optimizer: { name: '1-sam', rho: 0.1 }, epochs: 5000 }] },
    { name: 'mine', seed: 2, ...optimizer('1-sam', { rho: 0.1 }), observers: ['log'], plugins: ['./log.ts'] },
  );
  expect(runs.map(({ config: { name, seed } }) => [name, seed])).toEqual([
    ['decay', 7],
    ['sam', 1],
    ['sam', 2],
  ]);
  expect(runs.map(({ dir }) => dir)).toEqual(['runs/decay-s7', 'runs/sam-s1', 'runs/mine-s2']);
  expect(leftOut).toEqual([]);
});

test('a run that is only called like one of the study is left out, with its first difference from the nearest experiment', () => {
  const { runs, leftOut } = found(
    { name: 'sam', ...optimizer('adam') },
    {
      name: 'sam',
      model: { name: '2-mlp', width: 50 },
      phases: [{ optimizer: { name: '1-sam', rho: 0.1 }, epochs: 5000 }],
    },
    { name: 'decay', dataset: { name: 'xor' }, ...optimizer('sgd') },
    { name: 'decay', ...optimizer('sgd', { momentum: 0.9 }) },
    { name: 'another', model: { name: 'slope' } },
  );
  expect(runs.map(({ config: { name } }) => name)).toEqual([]);
  expect(leftOut).toEqual([
    'runs/sam-s0 is no run of study: its phases.0.optimizer is adam, which is 1-sam there',
    'runs/sam-s0 is no run of study: its model.width is 50, which is 100 there',
    'runs/decay-s0 is no run of study: it has no dataset.dimension, which is 5 there',
    'runs/decay-s0 is no run of study: its phases.0.optimizer.momentum is 0.9, which is not there',
  ]);
});

test('files that a run has read belong to its settings', () => {
  const experiment = configOf({ name: 'of-file', dataset: { name: 'csv', file: 'data.csv' } });
  const read = run({ config: experiment });
  const environment = { ...read.environment, sources: { 'dataset.file': 'ab12' } };
  const { runs, leftOut } = runsOfStudy('study', [experiment], [{ ...read, environment }]);
  expect(runs).toEqual([]);
  expect(leftOut).toEqual([
    'runs/of-file-s0 is no run of study: its dataset.file is sha256:ab12, which is data.csv there',
  ]);
});
