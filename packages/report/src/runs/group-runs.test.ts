import { expect, test } from 'vitest';
import { run } from '../fixtures/run.ts';
import { groupRuns } from './group-runs.ts';

const phases = (optimizer: object) => [{ optimizer, epochs: 100, batchSize: 1 }];
const labels = (...configs: object[]) => groupRuns(configs.map((config) => run({ config }))).map(({ label }) => label);

test('seeds come together in their order, whatever does not influence results', () => {
  const same = [{ seed: 2 }, { seed: 0, name: 'other' }, { seed: 10, observers: [{ name: 'log' }], plugins: ['x'] }];
  const groups = groupRuns([...same, { seed: 1, engine: { name: 'wasm' } }].map((config) => run({ config })));
  expect(groups.map(({ runs }) => runs.map(({ config }) => config.seed))).toEqual([[0, 1, 2, 10]]);
});

test('other configurations and other ways through the engine are other groups', () => {
  const wide = { model: { name: '2-mlp', width: 200 } };
  const runs = [run(), run({ config: wide }), run({ config: { seed: 1 } }), run({ paths: ['generic'] })];
  expect(groupRuns(runs).map(({ label, runs }) => [label, runs.length])).toEqual([
    ['made-up, model.width=100, engine=wasm/fused', 2],
    ['made-up, model.width=100, engine=wasm/generic', 1],
    ['made-up, model.width=200, engine=wasm/fused', 1],
  ]);
});

test('runs on other contents of a file are other groups, whatever its place was', () => {
  const on = (file: string, sha256: string, seed: number) => {
    const made = run({ config: { dataset: { name: 'csv', file }, seed } });
    return { ...made, environment: { ...made.environment, sources: { 'dataset.file': sha256 } } };
  };
  const groups = groupRuns([on('a.csv', 'aa', 0), on('elsewhere/a.csv', 'aa', 1), on('a.csv', 'bb', 2)]);
  expect(groups.map(({ label, runs }) => [label, runs.length])).toEqual([
    ['made-up, dataset.file=sha256:aa', 2],
    ['made-up, dataset.file=sha256:bb', 1],
  ]);
});

test('of one seed the run that came farthest counts', () => {
  const measured = { 0: {}, 1: {}, 2: {} };
  const interrupted = run({ measured, status: 'unfinished' });
  const finished = run({ measured: { 0: {}, 2: {} } });
  expect(groupRuns([interrupted, finished, interrupted])[0]?.runs).toEqual([finished]);
  expect(groupRuns([run({ measured: { 0: {} }, status: 'unfinished' }), interrupted])[0]?.runs).toEqual([interrupted]);
});

test('groups of one name go up with what differs, others stay in their order', () => {
  const width = (width: number) => ({ model: { name: '2-mlp', width } });
  expect(labels({ name: 'z' }, width(1000), width(20), { name: 'a', ...width(5) }, width(0.05))).toEqual([
    'z',
    'made-up, model.width=0.05',
    'made-up, model.width=20',
    'made-up, model.width=1000',
    'a',
  ]);
});

test('names are labels enough where no groups share them', () => {
  expect(labels({ name: 'a' }, { name: 'b', model: { name: '2-mlp', width: 3 } })).toEqual(['a', 'b']);
});

test('what sets groups of one name apart is in their labels, and no more', () => {
  const sam = (rho: number) => ({ phases: phases({ name: '1-sam', rho }) });
  expect(labels(sam(0.1), sam(0.2))).toEqual([
    'made-up, phases.0.optimizer.rho=0.1',
    'made-up, phases.0.optimizer.rho=0.2',
  ]);
  const sgd = { phases: phases({ name: 'sgd', learningRate: 0.1 }) };
  expect(labels(sam(0.1), { ...sgd, metrics: [] })).toEqual([
    'made-up, phases.0.optimizer=1-sam',
    'made-up, phases.0.optimizer=sgd',
  ]);
  expect(labels(sam(0.1), sam(0.2), sgd)).toEqual([
    'made-up, phases.0.optimizer=1-sam, phases.0.optimizer.rho=0.1',
    'made-up, phases.0.optimizer=1-sam, phases.0.optimizer.rho=0.2',
    'made-up, phases.0.optimizer=sgd, phases.0.optimizer.learningRate=0.1',
  ]);
  expect(labels({ measure: { every: 1 } }, { measure: { every: 2 } })).toEqual([
    'made-up, measure.every=1',
    'made-up, measure.every=2',
  ]);
});

test('of many differences the labels have those that tell the groups apart', () => {
  const noise = { name: 'label-noise-sgd', sigma: 0.05, flipProbability: 0, base: { name: 'sgd', learningRate: 0.01 } };
  const whole = (optimizer: object, epochs: number) => [{ optimizer, epochs, batchSize: 1, order: 'shuffled' }];
  const long = { phases: [...whole(noise, 20), ...whole({ name: '1-sam', rho: 0.05 }, 1000)] };
  const groups = labels({ phases: whole({ name: '1-sam', rho: 0.1 }, 7) }, { phases: whole(noise, 20) }, long);
  expect(groups).toEqual([
    'made-up, phases.0.optimizer=1-sam',
    'made-up, phases.0.optimizer=label-noise-sgd, phases.1.optimizer=1-sam',
    'made-up, phases.0.optimizer=label-noise-sgd',
  ]);
});
