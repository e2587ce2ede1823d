import { expect, test } from 'vitest';
import { squaredError } from '../stand-ins/small-plugins.ts';
import { violations } from './contract.ts';
import { runSuite } from './suite.ts';

test('runSuite refuses to pass for want of cases', () => {
  expect(() => runSuite(squaredError, [], {}, () => [])).toThrow('loss "squared-error": expected at least one case');
});

test('violations gives a sentence for each broken clause, thrown or rejected', async () => {
  const clauses = [
    { name: 'holds', check: () => {} },
    {
      name: 'throws',
      check: () => {
        throw new Error('expected 1, got 2');
      },
    },
    { name: 'rejects', check: () => Promise.reject(new Error('expected 3, got 4')) },
  ];
  expect(await violations(clauses)).toEqual(['throws: expected 1, got 2', 'rejects: expected 3, got 4']);
});
