import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { measurementEpochs } from './measurement-epochs.ts';

type Input = Parameters<typeof measurementEpochs>[0];

function nextAfter(lengths: readonly number[], measure: Input['measure'] = {}): (after: number) => number {
  const phases = lengths.map((length) => ({ epochs: length })) as Input['phases'];
  return measurementEpochs({ phases, measure });
}

function epochs(lengths: readonly number[], measure: Input['measure'] = {}): number[] {
  const next = nextAfter(lengths, measure);
  const found: number[] = [];
  for (let epoch = next(-1); epoch < Number.POSITIVE_INFINITY; epoch = next(epoch)) found.push(epoch);
  return found;
}

/** The same epochs from their definition, as a set of all. */
function asSet(lengths: readonly number[], { every, logSpaced }: Input['measure']): number[] {
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const ends = lengths.map((_, phase) => lengths.slice(0, phase + 1).reduce((sum, length) => sum + length, 0));
  const all = new Set([0, ...ends]);
  for (let epoch = 1; epoch <= total; epoch++) if (every !== undefined && epoch % every === 0) all.add(epoch);
  for (let point = 0; logSpaced !== undefined && total > 0 && point < logSpaced; point++) {
    all.add(Math.round(total ** (point / (logSpaced - 1))));
  }
  return [...all].sort((a, b) => a - b);
}

describe('measurementEpochs', () => {
  test('the start, and the end of every phase', () => {
    expect(epochs([3, 4])).toEqual([0, 3, 7]);
  });

  test('multiples of `every`, counted over all phases', () => {
    expect(epochs([3, 4], { every: 2 })).toEqual([0, 2, 3, 4, 6, 7]);
  });

  test('an `every` beyond the end adds nothing', () => {
    expect(epochs([3], { every: 4 })).toEqual([0, 3]);
  });

  test('log-spaced points: 10^0, 10^1, ... of 1000', () => {
    expect(epochs([1000], { logSpaced: 4 })).toEqual([0, 1, 10, 100, 1000]);
  });

  test('log-spaced points that round to the same epoch count once', () => {
    expect(epochs([3], { logSpaced: 50 })).toEqual([0, 1, 2, 3]);
  });

  test('both together', () => {
    expect(epochs([100], { every: 50, logSpaced: 3 })).toEqual([0, 1, 10, 50, 100]);
  });

  test('without phases, the start alone', () => {
    expect(epochs([])).toEqual([0]);
    expect(epochs([], { every: 2, logSpaced: 3 })).toEqual([0]);
  });

  test('any settings: the same as all points at once', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 3 }),
        fc.option(fc.integer({ min: 1, max: 500 }), { nil: undefined }),
        fc.option(fc.integer({ min: 2, max: 900 }), { nil: undefined }),
        (lengths, every, logSpaced) => {
          const measure = {
            ...(every === undefined ? {} : { every }),
            ...(logSpaced === undefined ? {} : { logSpaced }),
          };
          expect(epochs(lengths, measure)).toEqual(asSet(lengths, measure));
        },
      ),
      { seed: 1, numRuns: 500 },
    );
  });

  test('more points than anything could list cost nothing', () => {
    const each = nextAfter([2e7], { every: 1 });
    expect([each(-1), each(0), each(12_345_678), each(2e7)]).toEqual([0, 1, 12_345_679, Number.POSITIVE_INFINITY]);
    const dense = nextAfter([1e6], { logSpaced: 1e9 });
    expect([dense(0), dense(1), dense(999_998), dense(1e6)]).toEqual([1, 2, 999_999, Number.POSITIVE_INFINITY]);
    const sparse = nextAfter([1e9], { logSpaced: 10 });
    expect([sparse(0), sparse(1), sparse(10), sparse(99), sparse(1e8)]).toEqual([1, 10, 100, 100, 1e9]);
  });
});
