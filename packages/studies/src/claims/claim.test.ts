import { describe, expect, test } from 'vitest';
import { type Claim, decideByMean, decideByWorst, undecided } from './claim.ts';
import { formatClaims } from './format-claims.ts';

const above: Claim = { id: 'f/a', statement: 'It is large.', statistic: 'size', expected: { above: 0.9 }, why: '' };
const below: Claim = { ...above, expected: { below: 0.9 } };
const seeds = (...values: number[]) => values.map((value, seed) => ({ label: `seed ${seed}`, value }));

describe('decideByMean', () => {
  // Of 0.94, 0.95, 0.96: mean 0.95, deviation 0.01, t(0.975, 2) = 4.3027, half width 0.02484.
  test.each([
    ['beyond the threshold', seeds(0.94, 0.95, 0.96), 'holds', 'fails'],
    ['before it', seeds(0.84, 0.85, 0.86), 'fails', 'holds'],
    ['across it', seeds(0.91, 0.92, 0.93), 'undecided', 'undecided'],
  ])('an interval %s', (_, values, whenAbove, whenBelow) => {
    expect(decideByMean(above, values).verdict).toBe(whenAbove);
    expect(decideByMean(below, values).verdict).toBe(whenBelow);
  });

  test('an interval ends where the range of its statistic does, and the verdict is the same', () => {
    const accuracy = { ...above, range: { min: 0, max: 1 } };
    // Of 0.94, 0.98, 1: mean 0.9733, deviation 0.03055, half width 4.3027 * 0.03055 / sqrt(3) = 0.07589.
    const values = seeds(0.94, 0.98, 1);
    expect(decideByMean(above, values).interval?.high).toBeCloseTo(1.04922, 4);
    expect(decideByMean(accuracy, values).interval).toMatchObject({ low: expect.closeTo(0.89744, 4), high: 1 });
    expect(decideByMean(accuracy, values).verdict).toBe(decideByMean(above, values).verdict);
    expect(decideByMean({ ...accuracy, expected: { below: 0.5 } }, seeds(0, 0.02, 0.3)).interval?.low).toBe(0);
    expect(decideByMean(accuracy, values)).not.toHaveProperty('range');
    expect(decideByMean(accuracy, seeds(1)).interval?.high).toBe(Number.POSITIVE_INFINITY);
  });

  test('one seed decides nothing, nor does none', () => {
    expect(decideByMean(above, seeds(1))).toMatchObject({
      verdict: 'undecided',
      reason: 'one seed gives no confidence interval',
    });
    expect(decideByMean(above, [])).toMatchObject({ verdict: 'undecided', reason: 'nothing was measured' });
  });
});

describe('decideByWorst', () => {
  test('takes every case', () => {
    expect(decideByWorst(above, seeds(0.95, 0.91))).toMatchObject({ verdict: 'holds', reason: 'in all 2 cases' });
    expect(decideByWorst(above, seeds(0.95, 0.9, 0.1))).toMatchObject({
      verdict: 'fails',
      reason: 'in 2 of 3 cases, for example seed 1: 0.9',
    });
    expect(decideByWorst(below, seeds(0.95, 0.1)).verdict).toBe('fails');
  });

  test('a number that is none is a failure, no cases decide nothing', () => {
    expect(decideByWorst(below, seeds(Number.NaN)).verdict).toBe('fails');
    expect(decideByWorst(below, []).verdict).toBe('undecided');
  });
});

test('formatClaims shows means with their intervals, the worst of exact values, and why something does not hold', () => {
  const text = formatClaims([
    decideByMean(above, seeds(0.94, 0.95, 0.96)),
    decideByWorst({ ...below, id: 'f/worst' }, seeds(0.5, 0.75)),
    undecided({ ...below, id: 'f/open' }, 'nobody looked'),
  ]);
  expect(text).toMatch(/^f\/a +size +> 0\.9 +0\.95 \[0\.925, 0\.975\] +3 +holds$/m);
  expect(text).toMatch(/^f\/worst +size +< 0\.9 +0\.75 +2 +holds$/m);
  expect(text).toMatch(/^f\/open +size +< 0\.9 +- +0 +undecided$/m);
  expect(text).toContain('f/open: "It is large." undecided: nobody looked\n');
  expect(text).not.toContain('f/a: ');
});
