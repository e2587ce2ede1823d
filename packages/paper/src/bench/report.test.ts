import type { Contestant, Round } from '@sharpness-lab/core';
import { expect, test } from 'vitest';
import type { BenchCase, StepDescription } from './cases.ts';
import { formatBench } from './format.ts';
import { benchReport } from './report.ts';
import { type Growth, growthWorkloads, type Workload } from './workloads.ts';

const description: StepDescription = {
  figure: 'fig4b',
  model: '2-mlp-bias',
  width: '500',
  dimension: 30,
  loss: 'mse',
  optimizer: '1-sam',
  batchSize: 1,
  engine: 'wasm',
  path: 'fused',
};
const workload: Workload = { figure: 'fig4b', warmUp: 7, ways: ['wasm', 'tfjs'] };
const warmUp = { experiment: { config: { phases: [{ epochs: 7 }] } } };
const contestant = { warmUp } as unknown as Contestant;

const fused: BenchCase = { description, workload, contestant };
const autodiff: BenchCase = { ...fused, description: { ...description, engine: 'tfjs', path: 'autodiff/wasm' } };

/** Rounds of 100 steps, from microseconds a step; the cases in turns. */
function roundsOf(...times: readonly (readonly number[])[]): Round[] {
  return (times[0] as number[]).flatMap((_, round) =>
    times.flatMap((own, contestant) => {
      const time = own[round];
      return time === undefined ? [] : [{ contestant, epochs: 1, steps: 100, seconds: time / 1e4 }];
    }),
  );
}

test('statistics of made-up rounds, and ratios of rounds side by side', () => {
  const { cases, ratios, scaling } = benchReport(
    [fused, autodiff],
    roundsOf([2, 4, 2, 4, 2], [200, 200, 200, 200, 200]),
  );
  expect(cases[0]).toEqual({
    ...description,
    warmUpEpochs: 7,
    epochs: 1,
    steps: 100,
    microseconds: { n: 5, ...close({ min: 2, low: 2, median: 2, high: 4 }) },
    stepsPerSecond: expect.closeTo(500_000, 3),
  });
  expect(ratios).toEqual([
    {
      slower: autodiff.description,
      faster: description,
      ratio: { n: 5, ...close({ min: 50, low: 50, median: 100, high: 100 }) },
    },
  ]);
  expect(scaling).toEqual([]);
});

test('fewer rounds of one case, or none, leave the others their ratios', () => {
  const one = benchReport([fused, autodiff], roundsOf([2, 2, 2], [100]));
  expect(one.ratios[0]?.ratio.n).toBe(1);
  expect(one.cases.map(({ microseconds }) => microseconds.n)).toEqual([3, 1]);
  expect(benchReport([fused, autodiff], roundsOf([2], [])).ratios).toEqual([]);
});

test('finds the exponent of a power law, and leaves out what the filter left out', () => {
  const growth: Growth = { figure: 'fig4b', size: 'model.width', values: [10, 100, 1000] };
  const points = growthWorkloads(growth).map((each): BenchCase => ({ ...fused, workload: each, growth }));
  const law = (exponent: number) => [[5 * 10 ** exponent], [5 * 100 ** exponent], [5 * 1000 ** exponent]];
  for (const exponent of [0.5, 1, 2]) {
    const { scaling } = benchReport(points, roundsOf(...law(exponent)));
    expect(scaling).toHaveLength(1);
    expect(scaling[0]).toMatchObject({ size: 'model.width', values: [10, 100, 1000] });
    expect(scaling[0]?.exponent).toBeCloseTo(exponent, 10);
  }
  expect(benchReport(points.slice(1), roundsOf(...law(1).slice(1))).scaling[0]?.values).toEqual([100, 1000]);
  expect(benchReport(points.slice(2), roundsOf([1])).scaling).toEqual([]);
});

test('the table shows the median with the quartiles, and the ratio', () => {
  const text = formatBench(benchReport([fused, autodiff], roundsOf([2, 3, 4], [200, 300, 1400])));
  expect(text).toMatch(
    /fig4b +2-mlp-bias +500 +30 +mse +1-sam +1 +wasm +fused +7 +1 +3 +3\.00 \[2\.50, 3\.50\] +2\.00 +333,000\n/,
  );
  expect(text).toMatch(/tfjs autodiff\/wasm +wasm fused +100 \[100, 225\]\n/);
});

function close(values: Readonly<Record<string, number>>) {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, expect.closeTo(value, 9)]));
}
