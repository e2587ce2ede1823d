import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Constraint } from '../../contracts/constraint.ts';
import { defineConstraint } from '../../contracts/plugin.ts';
import { constraintClauses, testConstraint } from './constraint.ts';
import { violations } from './contract.ts';

function constraintOf(start: Constraint['start'], refuses?: Constraint['refuses']) {
  return defineConstraint({
    name: 'tested',
    summary: 'a constraint',
    options: z.object({}),
    create: () => ({ start, ...(refuses === undefined ? {} : { refuses }) }),
  });
}

const twoNumbers = { a: { shape: [2], layer: 1, fanIn: 1 } };

/** theta <- theta / max(1, ||theta||). */
const unitBall = constraintOf(
  (problem) => () => problem.scale(1 / Math.max(1, problem.norm(problem.parameters)), problem.parameters),
  (specs) => (Object.hasOwn(specs, 'gamma') ? 'does not know what to do with "gamma"' : undefined),
);

testConstraint(unitBall, [{}, { specs: twoNumbers, refused: [{ gamma: { shape: [1], layer: 1, fanIn: 1 } }] }]);

describe('testConstraint reports a constraint that', () => {
  test.each<[string, Constraint['start'], string]>([
    ['constrains nothing', () => () => {}, 'parameters of a few units stayed where they were'],
    [
      'halves instead of projecting',
      (problem) => () => problem.scale(0.5, problem.parameters),
      'parameters projected twice: expected',
    ],
    [
      'divides by the norm of zero parameters',
      (problem) => () => problem.scale(1 / problem.norm(problem.parameters), problem.parameters),
      'projected parameters: expected finite numbers, got NaN at position 0',
    ],
    [
      'asks for a view in every projection',
      (problem) => () => problem.fill(problem.view(problem.parameters, 'a'), 0),
      'a projection asked 1 times for vectors or views: ask at the start',
    ],
    [
      'takes a gradient',
      (problem) => {
        const out = problem.vector();
        return () => problem.gradient({ start: 0, size: 1 }, problem.parameters, out);
      },
      'a constraint takes no gradients',
    ],
  ])('%s', async (_what, start, complaint) => {
    const clauses = constraintClauses(constraintOf(start), { specs: twoNumbers });
    expect(await violations(clauses)).toContainEqual(expect.stringContaining(complaint));
  });

  test('refuses what it is tested with, or accepts what it should refuse', async () => {
    const gamma = { gamma: { shape: [1], layer: 1, fanIn: 1 } };
    const [complaint] = await violations(constraintClauses(unitBall, { specs: gamma }));
    expect(complaint).toContain('parameters gamma were refused: does not know what to do with "gamma"');
    expect(await violations(constraintClauses(unitBall, { refused: [twoNumbers] }))).toEqual([
      expect.stringContaining('parameters a: expected a refusal with a reason'),
    ]);
  });
});
