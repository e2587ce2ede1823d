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

testLoss(lossOf(logistic));

describe('testLoss reports a loss', () => {
  test.each([
    [
      'with half the derivative',
      { ...logistic, firstDerivative: (f: number, y: number) => logistic.firstDerivative(f, y) / 2 },
      'first derivative at f=-3.1, y=-1',
    ],
    [
      'with the second derivative of the squared error',
      { ...logistic, secondDerivative: () => 2 },
      'second derivative at f=-3.1, y=-1',
    ],
    [
      'that overflows',
      { ...logistic, value: (f: number, y: number) => Math.log(Math.exp(-1000 * y * f)) },
      'expected finite numbers, got -Infinity at position 0',
    ],
  ])('%s', async (_what, loss, complaint) => {
    expect(await violations(lossClauses(lossOf(loss), {}))).toContainEqual(expect.stringContaining(complaint));
  });

  test('that is least elsewhere', async () => {
    const [complaint] = await violations(lossClauses(lossOf(logistic), { minimizer: (y) => y }));
    expect(complaint).toContain('first derivative at the minimizer f=-1, y=-1: expected 0');
  });
});
