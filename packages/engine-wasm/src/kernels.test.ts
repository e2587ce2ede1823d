import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { type Heap, openHeap } from './fixtures/heap.ts';
import { BINARY, SHA256 } from './generated/kernels.ts';
import { HEAP } from './memory-map.ts';

const PARAMETERS = { seed: 4, numRuns: 100 };

/** Small multiples of 1/8, on which sums and products are exact in single precision. */
const number = fc.integer({ min: -32, max: 32 }).map((value) => value / 8);
const numbers = (length: number) => fc.array(number, { minLength: length, maxLength: length });
const matrix = (rows: number, columns: number) => fc.array(numbers(columns), { minLength: rows, maxLength: rows });

let heap: Heap;
beforeAll(async () => {
  heap = await openHeap();
});

/** A fresh heap for every example, so that operands never run out of space. */
async function check<T>(arbitrary: fc.Arbitrary<T>, property: (example: T, heap: Heap) => void): Promise<void> {
  await fc.assert(
    fc.asyncProperty(arbitrary, async (example) => property(example, await openHeap())),
    PARAMETERS,
  );
}

/** A matrix with rows padded to `stride` and whole rows of zeros up to `rows`. */
function padRows(values: readonly (readonly number[])[], stride: number, rows = values.length): number[] {
  return Array.from({ length: rows }, (_, j) => Array.from({ length: stride }, (_, k) => values[j]?.[k] ?? 0)).flat();
}

function roundUp(size: number, unit: number): number {
  return Math.ceil(size / unit) * unit;
}

const dot = (x: readonly number[], y: readonly number[]) =>
  x.reduce((sum, value, k) => sum + value * (y[k] as number), 0);

test('the fingerprint is the SHA-256 of the module', () => {
  const hash = createHash('sha256').update(Buffer.from(BINARY, 'base64')).digest('hex');
  expect(SHA256).toBe(hash);
});

test('the kernels’ own constants end before the heap', () => {
  expect(heap.kernels.heapBase()).toBeLessThanOrEqual(HEAP);
});

test('matvec', async () => {
  const example = fc
    .record({ rows: fc.integer({ min: 1, max: 13 }), columns: fc.integer({ min: 1, max: 35 }) })
    .chain(({ rows, columns }) => fc.record({ a: matrix(rows, columns), x: numbers(columns) }));
  await check(example, ({ a, x }, { kernels, floats, read }) => {
    const [stride, rows] = [roundUp(x.length, 8), roundUp(a.length, 4)];
    const y = floats(Array(rows).fill(7));
    kernels.matvec(floats(padRows(a, stride, rows)), stride, rows, floats(padRows([x], stride)), y);
    expect(read(y, a.length)).toEqual(a.map((row) => dot(row, x)));
  });
});

test('matmul', async () => {
  const example = fc
    .record({
      rows: fc.integer({ min: 1, max: 9 }),
      inner: fc.integer({ min: 1, max: 20 }),
      columns: fc.integer({ min: 1, max: 20 }),
    })
    .chain(({ rows, inner, columns }) => fc.record({ a: matrix(rows, inner), b: matrix(inner, columns) }));
  await check(example, ({ a, b }, { kernels, floats, read }) => {
    const inner = b.length;
    const width = (b[0] as number[]).length;
    const [stride, rows, columns] = [roundUp(inner, 8), roundUp(a.length, 4), roundUp(width, 8)];
    const c = floats(Array(rows * columns).fill(7));
    kernels.matmul(floats(padRows(a, stride, rows)), stride, rows, inner, floats(padRows(b, columns)), columns, c);
    const expected = a.map((row) =>
      Array.from({ length: width }, (_, i) =>
        dot(
          row,
          b.map((line) => line[i] as number),
        ),
      ),
    );
    expect(read(c, rows * columns)).toEqual(padRows(expected, columns, rows));
  });
});

test('transpose and gatherRows', async () => {
  const example = fc
    .record({ rows: fc.integer({ min: 1, max: 13 }), columns: fc.integer({ min: 1, max: 19 }) })
    .chain(({ rows, columns }) =>
      fc.record({
        a: matrix(rows, columns),
        picks: fc.array(fc.integer({ min: 0, max: rows - 1 }), { minLength: 1, maxLength: 13 }),
      }),
    );
  await check(example, ({ a, picks }, { kernels, floats, integers, read }) => {
    const columns = (a[0] as number[]).length;
    const [stride, padded] = [roundUp(columns, 8), roundUp(picks.length, 8)];
    const source = floats(padRows(a, stride));
    // The values after the gathered rows must have no effect.
    const rows = floats(Array(padded * stride).fill(7));
    kernels.gatherRows(source, stride, integers(picks), picks.length, rows);
    const gathered = picks.map((pick) => a[pick] as number[]);
    expect(read(rows, picks.length * stride)).toEqual(padRows(gathered, stride));

    const out = floats(Array(stride * padded).fill(7));
    kernels.transpose(rows, stride, picks.length, out, padded);
    const transposed = Array.from({ length: stride }, (_, k) => gathered.map((row) => row[k] ?? 0));
    expect(read(out, stride * padded)).toEqual(padRows(transposed, padded));
  });
});

test('lists of active positions', async () => {
  const example = fc.record({
    values: fc.array(fc.oneof(number, fc.constant(Number.NaN)), { minLength: 1, maxLength: 40 }),
    step: fc.constantFrom(1, 8),
  });
  await check(example, ({ values, step }, { kernels, floats, integers, read, readIntegers }) => {
    const count = roundUp(values.length, 4);
    const spread = Array.from({ length: count }, (_, k) => values[k] ?? 0).flatMap((value) => [
      value,
      ...Array<number>(step - 1).fill(5),
    ]);
    const at = floats(spread);
    const index = integers(Array(count + 4).fill(7));
    const expected = values.flatMap((value, k) => (value <= 0 ? [] : [k]));
    const active = kernels.listActive(at, step, count, index);
    expect(active).toBe(expected.length);
    expect(readIntegers(index, active)).toEqual(expected);

    const picked = floats(Array(count + 4).fill(7));
    kernels.gather(at, step, index, active, picked);
    const zeros = Array(roundUp(active, 4) - active).fill(0);
    expect(read(picked, active + zeros.length)).toEqual([...expected.map((k) => values[k]), ...zeros]);

    const out = floats(Array(count).fill(1));
    kernels.scatterAdd(out, index, 2, picked, active);
    const sums = Array.from({ length: count }, (_, k) => (expected.includes(k) ? 1 + 2 * (values[k] as number) : 1));
    expect(read(out, count)).toEqual(sums);
  });
});

test('addOuter and addWeightedRows', async () => {
  const example = fc
    .record({ rows: fc.integer({ min: 1, max: 13 }), columns: fc.integer({ min: 1, max: 70 }) })
    .chain(({ rows, columns }) =>
      fc.record({
        a: matrix(rows, columns),
        x: numbers(columns),
        list: fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: rows - 1 }), number), { selector: ([row]) => row }),
      }),
    );
  await check(example, ({ a, x, list }, { kernels, floats, integers, read }) => {
    const stride = roundUp(x.length, 8);
    const index = integers([...list.map(([row]) => row), 0, 0, 0, 0]);
    const weights = floats([...list.map(([, weight]) => weight), 0, 0, 0, 0]);
    const at = floats(padRows(a, stride));

    const sum = floats(Array(stride).fill(1));
    kernels.addWeightedRows(at, stride, index, weights, list.length, 0.5, sum);
    const expected = x.map(
      (_, k) =>
        1 +
        0.5 *
          dot(
            list.map(([, weight]) => weight),
            list.map(([row]) => a[row]?.[k] as number),
          ),
    );
    expect(read(sum, x.length)).toEqual(expected);

    kernels.addOuter(at, stride, index, weights, list.length, floats(padRows([x], stride)));
    const updated = a.map((row, j) => {
      const weight = list.find(([listed]) => listed === j)?.[1] ?? 0;
      return row.map((value, k) => value + weight * (x[k] as number));
    });
    expect(read(at, a.length * stride)).toEqual(padRows(updated, stride));
  });
});

test('rows and sparse vectors', async () => {
  const example = fc
    .record({ rows: fc.integer({ min: 1, max: 13 }), columns: fc.integer({ min: 1, max: 45 }) })
    .chain(({ rows, columns }) =>
      fc.record({
        a: matrix(rows, columns),
        // Many zeros, whole blocks of them.
        x: fc.array(fc.oneof(fc.constant(0), fc.constant(0), number), { minLength: columns, maxLength: columns }),
        list: fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: rows - 1 }), number), { selector: ([row]) => row }),
      }),
    );
  await check(example, ({ a, x, list }, { kernels, floats, integers, read, readIntegers }) => {
    const stride = roundUp(x.length, 8);
    const count = list.length;
    const index = integers([...list.map(([row]) => row), 0, 0, 0, 0]);
    const weights = floats([...list.map(([, weight]) => weight), 0, 0, 0, 0]);
    const space = () => floats(Array(count + 4).fill(7));
    const zeros = Array(roundUp(count, 4) - count).fill(0);
    const at = floats(padRows(a, stride));

    const offsets = integers(Array(stride / 4 + 1).fill(7));
    const values = floats(Array(stride + 4).fill(7));
    const dense = padRows([x], stride);
    const occupied = Array.from({ length: stride / 4 }, (_, k) => k).filter((k) =>
      dense.slice(4 * k, 4 * k + 4).some((value) => value !== 0),
    );
    const blocks = kernels.listBlocks(floats(dense), stride, offsets, values);
    expect(readIntegers(offsets, blocks)).toEqual(occupied.map((k) => 16 * k));
    expect(read(values, 4 * blocks + 4)).toEqual([
      ...occupied.flatMap((k) => dense.slice(4 * k, 4 * k + 4)),
      ...[0, 0, 0, 0],
    ]);

    const dots = list.map(([row]) => dot(a[row] as number[], x));
    const out = space();
    kernels.rowDots(at, stride, index, count, offsets, values, blocks, out);
    expect(read(out, count + zeros.length)).toEqual([...dots, ...zeros]);

    const combination = (factors: readonly number[]) =>
      x.map((_, k) => list.reduce((sum, [row], i) => sum + (factors[i] as number) * (a[row]?.[k] as number), 1));
    const sum = floats(Array(stride).fill(1));
    kernels.addRows(at, stride, index, weights, count, sum);
    expect(read(sum, x.length)).toEqual(combination(list.map(([, weight]) => weight)));

    const [again, dotsSum] = [space(), floats(Array(stride).fill(1))];
    kernels.rowDotsAndSum(at, stride, index, count, offsets, values, blocks, again, dotsSum);
    expect(read(again, count + zeros.length)).toEqual([...dots, ...zeros]);
    read(dotsSum, x.length).forEach((value, k) => {
      expect(value).toBeCloseTo(combination(dots)[k] as number, 2);
    });

    const updated = (times: number) =>
      padRows(
        a.map((row, j) => {
          const weight = list.find(([listed]) => listed === j)?.[1] ?? 0;
          return row.map((value, k) => value + times * weight * (x[k] as number));
        }),
        stride,
      );
    const last = space();
    kernels.rowDotsAndAdd(at, stride, index, weights, count, offsets, values, blocks, last);
    expect(read(last, count + zeros.length)).toEqual([...dots, ...zeros]);
    expect(read(at, a.length * stride)).toEqual(updated(1));
    kernels.addToRows(at, stride, index, weights, count, offsets, values, blocks);
    expect(read(at, a.length * stride)).toEqual(updated(2));
  });
});
