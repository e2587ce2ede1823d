import { describe, expect, test } from 'vitest';
import { Decimal, exactly, largestError, outward, randomArguments } from './fixtures/accuracy.ts';
import { reduceByHalfPi } from './half-pi.ts';
import { cos, sin } from './trigonometric.ts';

const { between, scaled, list } = randomArguments('trigonometric');

/** The double nearest to a multiple of pi/2; the remainder is the smaller the better it fits. */
const HALF_PI = Decimal.acos(-1).dividedBy(2);
const multiple = (n: number) => HALF_PI.times(n).toNumber();

/** Of all doubles the nearest to a multiple of pi/2, 2^-60.9 away (Muller et al., "Handbook of Floating-Point Arithmetic"). */
const NEAREST = 6381956970095103 * 2 ** 797;

const families: [string, [number][]][] = [
  ['on [-pi/4, pi/4]', list(300, () => between(-Math.PI / 4, Math.PI / 4))],
  ['from tiny to moderate', list(300, () => scaled(-40, 5))],
  ['up to 2^20', list(300, () => between(-(2 ** 20), 2 ** 20))],
  ['around the change of method at 2^20', list(100, () => outward(2 ** 20, Math.floor(between(-1e6, 1e6))))],
  ['between octants', list(100, () => (Math.floor(between(-100, 100)) + 0.5) * (Math.PI / 2))],
  [
    'next to multiples of pi/2',
    list(200, () => outward(multiple(Math.floor(between(1, 700_000))), Math.floor(between(-2, 3)))),
  ],
  ['next to large multiples of pi/2', list(100, () => multiple(Math.floor(between(2 ** 20, 2 ** 53))))],
  ['at large exponents', list(100, () => scaled(20, 150))],
  ['at huge exponents', [...list(20, () => scaled(150, 1024)), [Number.MAX_VALUE], [1e22], [NEAREST], [-NEAREST]]],
];

describe.each([
  ['sin', sin, (x: Decimal) => Decimal.sin(x)],
  ['cos', cos, (x: Decimal) => Decimal.cos(x)],
] as const)('%s', (_, computed, reference) => {
  test.each(families)('is correct to 0.6 ulp %s', (_, args) => {
    const { ulps, at } = largestError(computed, reference, args);
    expect(ulps, `at ${at}`).toBeLessThan(0.6);
  });

  test('special values', () => {
    for (const x of [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN]) expect(computed(x)).toBeNaN();
    const small = [0, -0, 1e-320, -1e-320, 1e-300, 2 ** -30];
    expect(small.map(computed)).toEqual(computed === sin ? small : small.map(() => 1));
  });

  test('is odd or even', () => {
    for (const [x] of families.flatMap(([, args]) => args)) {
      expect(computed(-x)).toBe(computed === sin ? -computed(x) : computed(x));
    }
  });
});

test('the reduced argument is correct to 2^-66, and at most pi/4', () => {
  const precise = Decimal.clone({ precision: 420 });
  const halfPi = precise.acos(-1).dividedBy(2);
  const parts = new Float64Array(2);
  for (const [x] of families.flatMap(([, args]) => args)) {
    const n = reduceByHalfPi(Math.abs(x), parts);
    const sum = exactly(parts[0] as number).plus(exactly(parts[1] as number));
    const exact = new precise(exactly(Math.abs(x)));
    const multiple = exact.minus(sum).dividedBy(halfPi).round();
    expect(multiple.abs().modulo(4).toNumber(), `at ${x}`).toBe(n);
    const remainder = exact.minus(multiple.times(halfPi));
    expect(sum.minus(remainder).dividedBy(remainder).abs().toNumber(), `at ${x}`).toBeLessThan(2 ** -66);
    expect(Math.abs(parts[0] as number)).toBeLessThan(0.7854);
  }
});
