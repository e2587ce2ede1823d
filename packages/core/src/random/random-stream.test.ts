import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { RandomStream, rootStream } from './random-stream.ts';

const MASK = (1n << 64n) - 1n;
const rotateLeft = (x: bigint, by: bigint) => ((x << by) | (x >> (64n - by))) & MASK;

/** xoroshiro128+ 1.0 as its authors give it in C, on 64-bit integers. */
function* xoroshiro128plus(s0: bigint, s1: bigint): Generator<bigint, never> {
  while (true) {
    yield (s0 + s1) & MASK;
    s1 ^= s0;
    s0 = rotateLeft(s0, 24n) ^ s1 ^ ((s1 << 16n) & MASK);
    s1 = rotateLeft(s1, 37n);
  }
}

const low32 = (x: bigint) => Number(x & 0xffffffffn);
const word = (high: number, low: number) => (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);

function draw<T>(count: number, next: () => T): T[] {
  return Array.from({ length: count }, next);
}

/** How often each of 0, ..., bins - 1 occurs. */
function tally(values: readonly number[], bins: number): number[] {
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) counts[value] = (counts[value] as number) + 1;
  return counts;
}

/** (chi^2 - df) / sqrt(2 df) for counts that should be equal: about standard normal. */
function chiSquareDeviation(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  const statistic = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  return (statistic - (counts.length - 1)) / Math.sqrt(2 * (counts.length - 1));
}

describe('the generator', () => {
  test('the reference computation gives the published outputs for the state (1, 2)', () => {
    const reference = xoroshiro128plus(1n, 2n);
    const outputs = draw(4, () => reference.next().value);
    expect(outputs).toEqual([3n, 412333834243n, 2360170716294286339n, 9295852285959843169n]);
  });

  test('uint32 gives the low halves of xoroshiro128+ outputs', () => {
    const stream = rootStream(12);
    const [s01, s00, s11, s10] = stream.state as [number, number, number, number];
    const reference = xoroshiro128plus(word(s01, s00), word(s11, s10));
    for (let i = 0; i < 1000; i++) expect(stream.uint32()).toBe(low32(reference.next().value));
  });

  test('is seeded by the SHA-256 of its path', () => {
    const digest = createHash('sha256').update('seed:12/4:data').digest();
    expect(rootStream(12).child('data').state).toEqual([0, 4, 8, 12].map((byte) => digest.readInt32BE(byte)));
  });

  test('goes on from a saved state', () => {
    const stream = rootStream(3);
    stream.uniform();
    const saved = stream.state;
    const expected = draw(5, () => stream.uint32());
    const resumed = new RandomStream('anything');
    resumed.state = saved;
    expect(draw(5, () => resumed.uint32())).toEqual(expected);
  });
});

describe('uniform', () => {
  const n = 100_000;
  const stream = rootStream(1).child('uniform');
  const values = draw(n, () => stream.uniform());

  test('gives multiples of 2^-53 in [0, 1)', () => {
    expect(values.every((value) => value >= 0 && value < 1 && Number.isInteger(value * 2 ** 53))).toBe(true);
  });

  test('uses all 53 bits', () => {
    const bits = values.map((value) => BigInt(value * 2 ** 53));
    for (let bit = 0n; bit < 53n; bit++) {
      const ones = bits.filter((value) => (value >> bit) & 1n).length;
      expect(Math.abs(ones - n / 2)).toBeLessThan(4.5 * Math.sqrt(n / 4));
    }
  });

  test('has mean 1/2 and variance 1/12', () => {
    const mean = values.reduce((sum, value) => sum + value / n, 0);
    const variance = values.reduce((sum, value) => sum + (value - 0.5) ** 2 / n, 0);
    expect(Math.abs(mean - 1 / 2)).toBeLessThan(4 * Math.sqrt(1 / 12 / n));
    // Var (U - 1/2)^2 = 1/80 - 1/144 = 1/180.
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(4 * Math.sqrt(1 / 180 / n));
  });

  test('fills equal bins equally', () => {
    const counts = tally(
      values.map((value) => Math.floor(64 * value)),
      64,
    );
    expect(Math.abs(chiSquareDeviation(counts))).toBeLessThan(4);
  });

  test('does not correlate successive values', () => {
    let sum = 0;
    for (let i = 1; i < n; i++) sum += 12 * ((values[i - 1] as number) - 0.5) * ((values[i] as number) - 0.5);
    expect(Math.abs(sum)).toBeLessThan(4 * Math.sqrt(n));
  });
});

describe('normal', () => {
  const n = 100_000;
  const stream = rootStream(1).child('normal');
  const values = draw(n, () => stream.normal());
  const meanOf = (f: (value: number) => number) => values.reduce((sum, value) => sum + f(value) / n, 0);

  test.each([
    // The moments E X^k, with Var X^k = E X^2k - (E X^k)^2 from E X^2k = (2k - 1)!!.
    [1, 0, 1],
    [2, 1, 2],
    [3, 0, 15],
    [4, 3, 96],
    [6, 15, 10_170],
  ])('has the moment of order %i', (k, moment, variance) => {
    expect(Math.abs(meanOf((value) => value ** k) - moment)).toBeLessThan(4 * Math.sqrt(variance / n));
  });

  test('has the normal distribution function (Kolmogorov, Smirnov, at level 0.001)', () => {
    // Phi(x) = 1/2 + phi(x) (x + x^3 / 3 + x^5 / (3 5) + ...).
    const distribution = (x: number) => {
      let term = x;
      let sum = x;
      for (let k = 3; Math.abs(term) > 1e-18; k += 2) {
        term *= x ** 2 / k;
        sum += term;
      }
      return 0.5 + (sum * Math.exp(-(x ** 2) / 2)) / Math.sqrt(2 * Math.PI);
    };
    expect(distribution(1.959963984540054)).toBeCloseTo(0.975, 12);
    const distances = values
      .toSorted((a, b) => a - b)
      .map((value, i) => Math.max(distribution(value) - i / n, (i + 1) / n - distribution(value)));
    expect(Math.sqrt(n) * distances.reduce((largest, distance) => Math.max(largest, distance))).toBeLessThan(1.95);
  });

  test('is the polar method: in the unit disc, the first coordinate of the unit vector by sqrt(-2 ln r^2)', () => {
    const source = rootStream(1).child('normal');
    for (const value of values.slice(0, 1000)) {
      let radius = 0;
      let angle = 0;
      do {
        const [u, v] = [2 * source.uniform() - 1, 2 * source.uniform() - 1];
        radius = Math.hypot(u, v);
        angle = Math.atan2(v, u);
      } while (radius >= 1);
      expect(value).toBeCloseTo(Math.cos(angle) * Math.sqrt(-4 * Math.log(radius)), 12);
    }
  });

  test('does not correlate successive values, nor their squares', () => {
    let sum = 0;
    let squares = 0;
    for (let i = 1; i < n; i++) {
      const [a, b] = [values[i - 1] as number, values[i] as number];
      sum += a * b;
      squares += ((a * a - 1) * (b * b - 1)) / 2;
    }
    expect(Math.abs(sum)).toBeLessThan(4 * Math.sqrt(n));
    expect(Math.abs(squares)).toBeLessThan(4 * Math.sqrt(n));
  });

  test('remembers nothing but its state', () => {
    const { state } = stream;
    const next = draw(3, () => stream.normal());
    const resumed = new RandomStream('anything');
    resumed.state = state;
    expect(draw(3, () => resumed.normal())).toEqual(next);
  });
});

test('sign gives -1 and 1 equally often', () => {
  const stream = rootStream(1).child('sign');
  const signs = draw(100_000, () => stream.sign());
  expect(new Set(signs)).toEqual(new Set([-1, 1]));
  expect(Math.abs(signs.reduce((sum, sign) => sum + sign, 0))).toBeLessThan(4 * Math.sqrt(signs.length));
});

describe('integer', () => {
  test.each([1, 2, 7, 100])('below %i is uniform', (bound) => {
    const stream = rootStream(1).child(`integer ${bound}`);
    const draws = draw(1000 * bound, () => stream.integer(bound));
    expect(draws.every((value) => Number.isInteger(value) && value >= 0 && value < bound)).toBe(true);
    if (bound > 1) expect(Math.abs(chiSquareDeviation(tally(draws, bound)))).toBeLessThan(4);
  });

  test('follows Lemire’s algorithm exactly, rejections included, up to the largest bound', () => {
    const bound = 2096129;
    // 2^32 mod bound is nearly as large as the bound, so that one draw in 2000 is rejected.
    const stream = rootStream(1).child('integer');
    const source = rootStream(1).child('integer');
    let rejections = 0;
    const reference = () => {
      while (true) {
        const product = BigInt(source.uint32()) * BigInt(bound);
        if ((product & 0xffffffffn) >= 2n ** 32n % BigInt(bound)) return Number(product >> 32n);
        rejections++;
      }
    };
    for (let i = 0; i < 50_000; i++) expect(stream.integer(bound)).toBe(reference());
    expect(rejections).toBeGreaterThan(0);
  });
});

describe('shuffle', () => {
  test('gives every permutation of 4 equally often', () => {
    const stream = rootStream(1).child('shuffle');
    const counts = new Map<string, number>();
    for (let i = 0; i < 24_000; i++) {
      const values = Int32Array.of(0, 1, 2, 3);
      stream.shuffle(values);
      counts.set(values.join(), (counts.get(values.join()) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    expect(Math.abs(chiSquareDeviation([...counts.values()]))).toBeLessThan(4);
  });

  test('keeps the values', () => {
    const values = Int32Array.from({ length: 1000 }, (_, i) => i);
    rootStream(1).shuffle(values);
    expect(values.toSorted()).toEqual(Int32Array.from({ length: 1000 }, (_, i) => i));
    expect(values).not.toEqual(values.toSorted());
  });
});

describe('child', () => {
  const first = (stream: RandomStream) => stream.uint32();

  test('depends on the names alone, not on position or order', () => {
    const parent = rootStream(1);
    const data = first(parent.child('data'));
    parent.uniform();
    parent.child('init').uniform();
    expect(first(parent.child('data'))).toBe(data);
    expect(first(rootStream(1).child('data'))).toBe(data);
  });

  test('does not disturb its parent', () => {
    const [one, other] = [rootStream(1), rootStream(1)];
    one.child('data').uniform();
    expect(one.uint32()).toBe(other.uint32());
  });

  test('differs for every path of names', () => {
    const root = rootStream(1);
    const streams = [
      root,
      rootStream(11),
      root.child(''),
      root.child('a'),
      root.child('b'),
      root.child('ab'),
      root.child('a').child('b'),
      root.child('a/1:b'),
      root.child('a').child('a'),
    ];
    expect(new Set(streams.map(first)).size).toBe(streams.length);
  });

  test('is uncorrelated with its siblings, its parent and other seeds', () => {
    const n = 20_000;
    const base = rootStream(1).child('data');
    const values = draw(n, () => base.uniform());
    for (const other of [rootStream(1).child('init'), rootStream(1), rootStream(2).child('data'), base.child('data')]) {
      const correlation = values.reduce((sum, value) => sum + 12 * (value - 0.5) * (other.uniform() - 0.5), 0);
      expect(Math.abs(correlation)).toBeLessThan(4 * Math.sqrt(n));
    }
  });
});
