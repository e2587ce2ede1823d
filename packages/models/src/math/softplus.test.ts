import { Decimal } from 'decimal.js';
import { expect, test } from 'vitest';
import { sigmoid, sigmoidSlope, softplus } from './softplus.ts';

const Exact = Decimal.clone({ precision: 60 });

// Short binary fractions, so that the reference starts from the same numbers.
const POINTS = [0, 2 ** -1000, 2 ** -30, 0.125, 0.5, 1, 1.75, 5, 18.375, 30, 36.75, 40, 100, 700, 708].flatMap((z) => [
  z,
  -z,
]);

/** Far below zero by the first two terms of its series: there, 60 digits do not hold 1 + e^z. */
function exactSoftplus(z: number): Decimal {
  const grown = new Exact(z).exp();
  return z < -50 ? grown.minus(grown.pow(2).div(2)) : grown.plus(1).ln();
}

const decay = (z: number) => new Exact(-z).exp();
const functions = [
  { name: 'softplus', f: softplus, exact: exactSoftplus },
  { name: 'sigmoid', f: sigmoid, exact: (z: number) => new Exact(1).div(decay(z).plus(1)) },
  { name: 'sigmoidSlope', f: sigmoidSlope, exact: (z: number) => decay(z).div(decay(z).plus(1).pow(2)) },
];

test.each(functions)('$name is accurate to the last digits', ({ f, exact }) => {
  for (const z of POINTS) {
    const expected = exact(z);
    const error = new Exact(f(z)).minus(expected).div(expected).abs().toNumber();
    expect(error, `relative error at ${z}`).toBeLessThan(1e-15);
  }
});

test('far from zero they are their limits', () => {
  for (const z of [1000, 1e4, 1e308, Number.POSITIVE_INFINITY]) {
    expect([softplus(z), sigmoid(z), sigmoidSlope(z)]).toEqual([z, 1, 0]);
    expect([softplus(-z), sigmoid(-z), sigmoidSlope(-z)]).toEqual([0, 0, 0]);
  }
});
