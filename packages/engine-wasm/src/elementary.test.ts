import { rootStream } from '@sharpness-lab/core';
import { Decimal as DecimalJs } from 'decimal.js';
import { expect, test } from 'vitest';
import { openHeap } from './fixtures/heap.ts';

const Decimal = DecimalJs.clone({ precision: 60 });
const COUNT = 2000;

const { kernels, floats, read } = await openHeap();

/** Numbers of single precision, drawn by a function of a uniform number. */
function draw(name: string, of: (u: number) => number): number[] {
  const stream = rootStream(5).child(name);
  return Array.from({ length: COUNT }, () => Math.fround(of(stream.uniform())));
}

/** |computed - exact| in units in the last place of single precision. */
function errorInUlps(computed: number, exact: DecimalJs): number {
  const ulp = 2 ** Math.max(Math.floor(Math.log2(exact.toNumber())) - 23, -149);
  return exact.minus(computed).abs().dividedBy(ulp).toNumber();
}

function largestError(computed: (x: number) => number, exact: (x: DecimalJs) => DecimalJs, at: readonly number[]) {
  return Math.max(...at.map((x) => errorInUlps(computed(x), exact(new Decimal(x)))));
}

test('exp', () => {
  const exact = (z: DecimalJs) => z.exp();
  const normal = [
    ...draw('wide', (u) => -87.3 + 176 * u),
    ...draw('around 0', (u) => 2 * u - 1),
    ...draw('near 0', (u) => (u < 0.5 ? -1 : 1) * 2 ** (-40 * u)),
  ];
  expect(largestError(kernels.expOf, exact, normal)).toBeLessThan(0.7);
  const subnormal = draw('subnormal', (u) => -103.9 + 16.5 * u);
  expect(largestError(kernels.expOf, exact, subnormal)).toBeLessThan(0.8);
});

test('exp of special values', () => {
  const { expOf } = kernels;
  expect([0, -0].map(expOf)).toEqual([1, 1]);
  expect([88.73, 1e30, Number.POSITIVE_INFINITY].map(expOf)).toEqual(Array(3).fill(Number.POSITIVE_INFINITY));
  expect([-103.98, -1e30, Number.NEGATIVE_INFINITY].map(expOf)).toEqual([0, 0, 0]);
  expect(expOf(-103.9)).toBe(2 ** -149);
  expect(expOf(88.72)).toBeLessThan(Number.POSITIVE_INFINITY);
  expect(expOf(Number.NaN)).toBeNaN();
});

test('log1p on [0, 1]', () => {
  const at = [
    ...draw('unit', (u) => u),
    ...draw('small', (u) => 2 ** (-140 * u)),
    // Where the reduction changes.
    ...draw('around 0.4', (u) => 0.4 + (u - 0.5) / 1000),
    1,
    2 ** -149,
  ];
  expect(largestError(kernels.log1pOf, (x) => x.plus(1).ln(), at)).toBeLessThan(0.95);
  expect(kernels.log1pOf(0)).toBe(0);
  expect(kernels.log1pOf(Number.NaN)).toBeNaN();
});

test('softplus and sigmoid of lists', () => {
  const at = [
    ...draw('around zero', (u) => 10 * (2 * u - 1)),
    ...draw('all', (u) => 104 * (2 * u - 1)),
    ...draw('tiny', (u) => (u < 0.5 ? -1 : 1) * 2 ** (-140 * u)),
  ];
  const [softplus, sigmoid] = lists(at);
  const errors = (values: readonly number[], exact: (z: DecimalJs) => DecimalJs) =>
    at.map((z, k) => errorInUlps(values[k] as number, exact(new Decimal(z))));
  expect(Math.max(...errors(softplus, (z) => z.neg().exp().plus(1).ln().plus(z)))).toBeLessThan(1.7);
  expect(Math.max(...errors(sigmoid, (z) => z.neg().exp().plus(1).pow(-1)))).toBeLessThan(2.5);
});

test('softplus and sigmoid of special values', () => {
  const infinity = Number.POSITIVE_INFINITY;
  const [softplus, sigmoid] = lists([infinity, -infinity, 1e30, -1e30, 0, -0, Number.NaN, 20]);
  expect(softplus).toEqual([
    infinity,
    0,
    Math.fround(1e30),
    0,
    ...Array(2).fill(Math.fround(Math.LN2)),
    Number.NaN,
    20,
  ]);
  expect(sigmoid).toEqual([1, 0, 1, 0, 0.5, 0.5, Number.NaN, 1]);
});

/** Softplus and its derivative of a list. Its length is a multiple of 8. */
function lists(at: readonly number[]): [number[], number[]] {
  const a = floats(at);
  const h = floats(at);
  kernels.softplusList(a, at.length, h, a);
  return [read(h, at.length), read(a, at.length)];
}
