import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Loss } from '../../contracts/loss.ts';
import { defineLoss } from '../../contracts/plugin.ts';
import { squaredError } from '../stand-ins/small-plugins.ts';
import { violations } from './contract.ts';
import { lossClauses, testLoss } from './loss.ts';

testLoss(squaredError, [{ targets: [-2, 0, 0.5], minimizer: (target) => target }]);

/** log(1 + exp(-y f)): its derivatives are not polynomials. */
const logistic: Loss = {
  value: (f, y) => Math.log1p(Math.exp(-y * f)),
  firstDerivative: (f, y) => -y / (1 + Math.exp(y * f)),
  secondDerivative: (f, y) => (y * y) / (2 + Math.exp(y * f) + Math.exp(-y * f)),
};

function lossOf(loss: Loss) {
  return defineLoss({ name: 'logistic', summary: 'log(1 + exp(-y f))', options: z.object({}), create: () => loss });
}

testLoss(lossOf({ ...logistic, targets: 'signs' }));

describe('testLoss reports a loss', () => {
  test.each([
    [
      'with half the derivative',
      { ...logistic, firstDerivative: (f: number, y: number) => logistic.firstDerivative(f, y) / 2 },
      'first derivative at f=-3.1, y=-1.5',
    ],
    [
      'with the second derivative of the squared error',
      { ...logistic, secondDerivative: () => 2 },
      'second derivative at f=-3.1, y=-1.5',
    ],
    [
      'that overflows',
      { ...logistic, value: (f: number, y: number) => Math.log(Math.exp(-1000 * y * f)) },
      'expected finite numbers, got -Infinity at position 0',
    ],
  ])('%s', async (_what, loss, complaint) => {
    expect(await violations(lossClauses(lossOf(loss), {}))).toContainEqual(expect.stringContaining(complaint));
  });

  const smoothed = (targets?: Loss['targets']): Loss => ({
    ...(targets === undefined ? {} : { targets }),
    // t softplus(-f) + (1 - t) softplus(f) with t = (1 + y) / 2 falls for ever where t is not in [0, 1].
    value: (f, y) => Math.log1p(Math.exp(-Math.abs(f))) + Math.max(f, 0) - ((1 + y) / 2) * f,
    firstDerivative: (f, y) => 1 / (1 + Math.exp(-f)) - (1 + y) / 2,
    secondDerivative: (f) => 1 / (2 + Math.exp(f) + Math.exp(-f)),
  });

  test('without a bound below at targets that it does not refuse', async () => {
    expect(await violations(lossClauses(lossOf(smoothed()), {}))).toEqual([
      expect.stringMatching(
        /^is bounded below: value at f=-1000000, y=-1\.5: -\d+, so training would fall for ever; declare .* targets: 'signs'$/,
      ),
    ]);
    expect(await violations(lossClauses(lossOf(smoothed('signs')), {}))).toEqual([]);
  });

  test('that is tested with targets that it refuses, or declares what there is not', async () => {
    expect(await violations(lossClauses(lossOf(smoothed('signs')), { targets: [1, 0] }))).toEqual([
      'says what targets it takes, and is tested with those: targets: it takes "signs", and is tested with 0',
    ]);
    const [first] = await violations(lossClauses(lossOf(smoothed('sign' as 'signs')), {}));
    expect(first).toContain('targets: expected "real" or "signs" or "signed", got "sign"');
  });

  test('that is least elsewhere', async () => {
    const [complaint] = await violations(lossClauses(lossOf(logistic), { minimizer: (y) => y }));
    expect(complaint).toContain('first derivative at the minimizer f=-1.5, y=-1.5: expected 0');
  });
});
