import { describe, expect, test } from 'vitest';
import { Decimal, largestError, randomArguments } from './fixtures/accuracy.ts';
import { pow } from './pow.ts';

const { between, scaled, list } = randomArguments('pow');
const pairs = (n: number, draw: () => [number, number]) => Array.from({ length: n }, draw);
const positive = (low: number, high: number) => Math.abs(scaled(low, high));

/** x^y = e^(y ln x) to more digits than the reference itself, since y ln x reaches 745. */
function reference(x: Decimal, y: Decimal): Decimal {
  const precise = Decimal.clone({ precision: 80 });
  const logarithm = precise.ln(x.abs().toSignificantDigits(100)).times(y.toSignificantDigits(100));
  const power = new Decimal(precise.exp(logarithm));
  return x.isNegative() && !y.modulo(2).isZero() ? power.negated() : power;
}

/** A base and an exponent for a result near e^target. */
const towards = (x: number, target: number): [number, number] => [x, target / Math.log(x)];

describe('pow', () => {
  test.each([
    ['moderate bases and exponents', pairs(300, () => [between(0, 10), between(-5, 5)])],
    ['bases over all exponents', pairs(300, () => towards(positive(-1074, 1024), between(-740, 709)))],
    ['bases ever closer to 1', pairs(300, () => towards(1 + scaled(-52, -1), between(-740, 709)))],
    ['results near overflow', pairs(100, () => towards(positive(-300, 300), between(709.7, 709.8)))],
    ['subnormal results', pairs(200, () => towards(positive(-300, 300), between(-745.1, -708.3)))],
    ['whole numbers of either sign', pairs(200, () => [Math.floor(between(-99, 0)), Math.floor(between(-150, 150))])],
    ['roots', pairs(200, () => [positive(-60, 60), 1 / Math.floor(between(2, 9))])],
    ['tiny exponents', pairs(100, () => [positive(-1000, 1000), scaled(-60, -8)])],
  ])('is correct to 0.6 ulp: %s', (_, args) => {
    const { ulps, at } = largestError(pow, reference, args);
    expect(ulps, `at ${at}`).toBeLessThan(0.6);
  });

  test('is exact where the result is a number of few bits', () => {
    for (let n = -1022; n < 1024; n++) expect(pow(2, n)).toBe(2 ** n);
    for (let n = 0; n <= 33; n++) expect(pow(3, n)).toBe(Number(3n ** BigInt(n)));
    for (let n = 0; n <= 22; n++) expect(pow(-10, n)).toBe(Number((-10n) ** BigInt(n)));
    for (let n = 1; n < 1000; n++) expect(pow(n * n, 0.5)).toBe(n);
    for (const [x] of list(1000, () => scaled(-1022, 1023))) expect(pow(x, 1)).toBe(x);
  });

  const INF = Number.POSITIVE_INFINITY;
  const NAN = Number.NaN;

  test.each([
    ['x^0 = 1', [INF, -INF, NAN, 0, -0, 1, -3.5].flatMap((x) => [[x, 0, 1] as const, [x, -0, 1] as const])],
    [
      'NaN',
      [
        [NAN, 1, NAN],
        [NAN, INF, NAN],
        [1, NAN, NAN],
        [0, NAN, NAN],
        [2, NAN, NAN],
      ],
    ],
    [
      'infinite exponents at 1',
      [
        [1, INF, NAN],
        [1, -INF, NAN],
        [-1, INF, NAN],
        [-1, -INF, NAN],
      ],
    ],
    [
      'infinite exponents',
      [
        [2, INF, INF],
        [-2, INF, INF],
        [2, -INF, 0],
        [-2, -INF, 0],
        [INF, INF, INF],
        [-INF, -INF, 0],
      ],
    ],
    [
      'infinite exponents below 1',
      [
        [0.5, INF, 0],
        [-0.5, INF, 0],
        [0.5, -INF, INF],
        [0, -INF, INF],
        [-0, INF, 0],
      ],
    ],
    [
      'infinite bases',
      [
        [INF, 2, INF],
        [INF, 0.5, INF],
        [INF, -2, 0],
        [-INF, 3, -INF],
        [-INF, 2, INF],
        [-INF, 0.5, INF],
      ],
    ],
    [
      'infinite bases, inverted',
      [
        [-INF, -3, -0],
        [-INF, -2, 0],
        [-INF, -0.5, 0],
        [INF, -5e-324, 0],
      ],
    ],
    [
      'zero',
      [
        [0, 3, 0],
        [0, 0.5, 0],
        [-0, 3, -0],
        [-0, 2, 0],
        [-0, 0.5, 0],
        [-0, 2 ** 53, 0],
      ],
    ],
    [
      'zero, inverted',
      [
        [0, -3, INF],
        [-0, -3, -INF],
        [-0, -2, INF],
        [-0, -0.5, INF],
      ],
    ],
    [
      'negative bases',
      [
        [-2, 3, -8],
        [-2, 2, 4],
        [-2, -1, -0.5],
        [-8, 1 / 3, NAN],
        [-0.5, 0.5, NAN],
        [-5e-324, 1.5, NAN],
      ],
    ],
    [
      'overflow',
      [
        [10, 309, INF],
        [-10, 309, -INF],
        [-10, 310, INF],
        [0.1, -309, INF],
        [5e-324, -1, INF],
        [2, 1e300, INF],
      ],
    ],
    [
      'underflow',
      [
        [10, -324, 0],
        [-10, -325, -0],
        [0.1, 400, 0],
        [-0.1, 401, -0],
        [0.5, 1e300, 0],
        [2, -1e308, 0],
      ],
    ],
    [
      '1 and -1',
      [
        [1, 1e300, 1],
        [1, -0.5, 1],
        [-1, 1e300, 1],
        [-1, 2 ** 53 - 1, -1],
        [-1, -3, -1],
        [-1, 0.5, NAN],
      ],
    ],
    [
      'next to 1',
      [
        [1 + 2 ** -52, 1e300, INF],
        [1 - 2 ** -53, 1e300, 0],
        [1 - 2 ** -53, -1e300, INF],
      ],
    ],
  ] as [string, [number, number, number][]][])('special values: %s', (_, cases) => {
    for (const [x, y, expected] of cases) {
      expect(pow(x, y), `pow(${x}, ${y})`).toBe(expected);
      expect(expected, 'what ECMAScript says').toBe(x ** y);
    }
  });
});
