import { describe, expect, test } from 'vitest';
import { type RunTraits, run } from './fixtures/run.ts';
import { groupRuns } from './runs/group-runs.ts';
import { runScatter } from './scatter.ts';

/** A run of a sweep over rho that ends at this trace and accuracy. */
const trained = (rho: number, seed: number, trace: number, accuracy: number, traits: RunTraits = {}) =>
  run({
    measured: {
      0: { 'hessian-trace': 1000, 'test-accuracy': 0.5 },
      9: { 'hessian-trace': trace, 'test-accuracy': accuracy },
    },
    ...traits,
    config: { seed, phases: [{ optimizer: { name: '1-sam', rho }, epochs: 9, batchSize: 1 }] },
  });

const sweep = [
  trained(0.1, 0, 10, 0.95),
  trained(0.01, 0, 50, 0.6),
  trained(0.01, 1, 40, 0.7),
  trained(0.05, 0, 20, 0.8),
  trained(0.05, 1, 30, 0.75),
];
const options = { name: 'flatness', title: 'Flatness', x: 'hessian-trace', y: 'test-accuracy' };
const draw = (runs: readonly ReturnType<typeof run>[], changes: Partial<typeof options> = {}) =>
  runScatter(groupRuns(runs), { ...options, ...changes });

test('each seed is a point at the end of its training, on the declared axes, in the order of the option', () => {
  const { table, spec, description } = draw(sweep);
  expect(table.headings).toEqual(['rho', 'Point', 'Hessian trace Tr H', 'test accuracy']);
  expect(table.rows).toEqual([
    ['0.01', 'seed 0', '50', '0.6'],
    ['0.01', 'seed 1', '40', '0.7'],
    ['0.05', 'seed 0', '20', '0.8'],
    ['0.05', 'seed 1', '30', '0.75'],
    ['0.1', 'seed 0', '10', '0.95'],
  ]);
  expect(JSON.stringify(spec)).toContain('"title":"Hessian trace Tr H","scale":{"type":"log"');
  expect(JSON.stringify(spec)).not.toContain('Kendall');
  expect(description).toBe(
    'Flatness: test accuracy over Hessian trace Tr H, a point for each of 5 runs at its end. 0.01: 2. 0.05: 2. 0.1: 1.',
  );
});

test('from six runs on, the rank correlation is below the picture', () => {
  const six = draw([...sweep, trained(0.1, 1, 5, 0.7)]);
  // Of 15 pairs, one is tied in accuracy, 3 are in the same order and 11 in the opposite one: -8 / sqrt(15 * 14).
  // The ranks, of which two are tied, have variances of 17.5 and 17 and a covariance of -9.5: -9.5 / sqrt(17.5 * 17).
  const text = 'rank correlation: Kendall τ −0.55, Spearman −0.55, n = 6';
  expect(JSON.stringify(six.spec)).toContain(text);
  expect(six.description).toContain(text);
  expect(draw([...sweep, trained(0.1, 1, 5, 0.7)], { x: 'seed' }).description).toContain('n = 6');
  const constant = Array.from({ length: 7 }, (_, seed) => trained(0.1, seed, 3, seed / 10));
  expect(draw(constant).description).not.toContain('Kendall');
});

test('an option is a number by its path, on a log axis where it spans a factor of ten', () => {
  const { table, spec } = draw(sweep, { x: 'phases.0.optimizer.rho' });
  expect(table.rows.map((row) => row[2])).toEqual(['0.01', '0.01', '0.05', '0.05', '0.1']);
  expect(JSON.stringify(spec)).toContain('"title":"rho","scale":{"type":"log"');
  expect(JSON.stringify(draw(sweep.slice(0, 1), { x: 'model.width' }).spec)).toContain(
    '"title":"width","scale":{"type":"linear"',
  );
});

test('runs that are not completed or have not measured both are left out, and the picture says so', () => {
  const { table, spec } = draw([
    ...sweep,
    trained(0.2, 0, 1, 0.9, { status: 'diverged' }),
    trained(0.2, 1, 1, 0.9, { status: 'unfinished' }),
    trained(0.2, 2, 1, 0.9, { measured: { 9: { 'test-accuracy': 0.9 } } }),
  ]);
  expect(table.rows).toHaveLength(5);
  expect(JSON.stringify(spec)).toContain('3 of 8 runs left out: not completed, or without these numbers');
  expect(() => draw([trained(0.2, 0, 1, 0.9, { status: 'diverged' })])).toThrow('none of the 1 runs is completed');
});

test('an estimate has its standard error, its axis says so, and one that has not converged is counted', () => {
  const beside = { 9: { uncertainty: { 'hessian-trace': { standardError: 2, converged: false } } } };
  const { table, spec } = draw([...sweep, trained(0.2, 0, 8, 0.9, { beside })]);
  expect(table.rows.at(-1)).toEqual(['0.2', 'seed 0', '8', '2', '0.9']);
  expect(table.headings[2]).toBe('Hessian trace Tr H, ±\u00a0standard error');
  expect(JSON.stringify(spec)).toContain('1 of 6 estimates not converged');
});

describe('a name that no run has', () => {
  test.each([
    ['testAccuracy', '(did you mean "test-accuracy"?)'],
    ['trace', '(did you mean "hessian-trace"?)'],
    ['rho', '(did you mean "phases.0.optimizer.rho"?)'],
    ['phases.0.optimizer.rhu', '(did you mean "phases.0.optimizer.rho"?)'],
    ['something-else', ': expected one of hessian-trace, test-accuracy, seed, dataset.dimension, '],
  ])('%s is answered with those that come near', (x, hint) => {
    expect(() => draw(sweep, { x })).toThrow(
      `these runs have no quantity and no numeric option "${x}"${hint.startsWith(':') ? hint : ` ${hint}`}`,
    );
  });
});
