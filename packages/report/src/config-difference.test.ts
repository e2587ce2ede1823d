import { expect, test } from 'vitest';
import { configDifferences } from './config-difference.ts';

const config = (model: object, phases: readonly object[], changes: object = {}) => ({
  name: 'e',
  seed: 0,
  model,
  phases,
  metrics: [{ name: 'loss' }],
  ...changes,
});
const sgd = { name: 'sgd', learningRate: 0.1 };
const sam = (rho: number) => ({ name: '1-sam', rho, base: sgd });

test('equal configurations differ in nothing', () => {
  const one = config({ name: 'mlp', hidden: [3, 4] }, [{ optimizer: sgd }]);
  expect(configDifferences([one, structuredClone(one), one])).toEqual([]);
  expect(configDifferences([])).toEqual([]);
});

test('values stand in the order of the configurations', () => {
  const widths = [100, 200, 100].map((width) => config({ name: 'mlp', width }, [], { seed: width }));
  expect(configDifferences(widths)).toEqual([
    { path: 'seed', values: [100, 200, 100] },
    { path: 'model.width', values: [100, 200, 100] },
  ]);
});

test('another plugin stands under its place, and what only one has is missing in the other', () => {
  const differences = configDifferences([
    config({ name: 'mlp' }, [{ optimizer: sgd }]),
    config({ name: 'mlp' }, [{ optimizer: sam(0.2) }, { optimizer: sgd }]),
  ]);
  expect(differences).toEqual([
    { path: 'phases.0.optimizer', values: ['sgd', '1-sam'] },
    { path: 'phases.0.optimizer.learningRate', values: [0.1, undefined] },
    { path: 'phases.0.optimizer.rho', values: [undefined, 0.2] },
    { path: 'phases.0.optimizer.base', values: [undefined, 'sgd'] },
    { path: 'phases.0.optimizer.base.learningRate', values: [undefined, 0.1] },
    { path: 'phases.1.optimizer', values: [undefined, 'sgd'] },
    { path: 'phases.1.optimizer.learningRate', values: [undefined, 0.1] },
  ]);
});

test('lists of numbers are compared as a whole', () => {
  const scales = (scales: number[]) => config({ name: 'mlp', scales }, []);
  expect(configDifferences([scales([0.1]), scales([0.1, 1])])).toEqual([
    { path: 'model.scales', values: [[0.1], [0.1, 1]] },
  ]);
});
