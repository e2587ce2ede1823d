import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { benchmark } from '../analysis/benchmark.ts';
import { measureAt } from '../analysis/measure-at.ts';
import type { Definition } from '../contracts/plugin.ts';
import { defineDataset, defineLoss, defineMetric } from '../contracts/plugin.ts';
import type { Samples } from '../contracts/samples.ts';
import type { Targets } from '../contracts/targets.ts';
import { smallLab } from '../testing/stand-ins/small-lab.ts';

const samplesOf = (targets: readonly number[]): Samples => ({
  size: targets.length,
  dimension: 1,
  inputs: Float32Array.from(targets, (_, i) => i),
  targets: Float32Array.from(targets),
});

const given = defineDataset({
  name: 'given',
  summary: 'targets as they are given',
  options: z.object({ train: z.array(z.number()), test: z.array(z.number()).default([-1, 1]) }),
  create: ({ train, test }) => ({
    dimension: 1,
    trainSize: train.length,
    testSize: test.length,
    sample: () => ({ train: samplesOf(train), test: samplesOf(test) }),
  }),
});

const options = z.object({ targets: z.string().optional() });
const declared = (targets: string | undefined) => (targets === undefined ? {} : { targets: targets as Targets });

const margin = defineLoss({
  name: 'margin',
  summary: '(1 - y f)^2',
  options,
  create: ({ targets }) => ({
    ...declared(targets),
    value: (f, y) => (1 - y * f) ** 2,
    firstDerivative: (f, y) => -2 * y * (1 - y * f),
    secondDerivative: (_f, y) => 2 * y * y,
  }),
});

const constant = defineMetric({
  name: 'constant',
  summary: 'one',
  options,
  quantities: [{ name: 'one', title: 'one', scale: 'linear' }],
  create: ({ targets }) => ({ ...declared(targets), measure: () => ({ one: 1 }) }),
});

const lab = smallLab([given, margin, constant] as unknown as Definition[]);

function planned(train: readonly number[], input: object, test?: readonly number[]) {
  return lab.plan(lab.resolve({ dataset: { name: 'given', train, ...(test && { test }) }, ...input }));
}

/** The types of the events of a run, or its error. */
async function endOf(run: ReturnType<typeof planned>): Promise<string> {
  const events: string[] = [];
  try {
    for await (const { type } of lab.run(run)) events.push(type);
  } catch (error) {
    return events.length === 0 ? String(error) : `${events} and then ${error}`;
  }
  return events.at(-1) as string;
}

const loss = (targets: Targets) => ({ loss: { name: 'margin', targets } });
const metric = (targets: Targets) => ({ metrics: [{ name: 'constant', targets }] });
const signs = 'LabError: loss "margin" takes targets -1 and 1, and';
const sides = 'LabError: metric "constant" takes targets above and below 0, and';
const otherLoss = ': map the classes to -1 and 1, or use a loss of real targets, such as mse';
const noMetric = ': map the classes to -1 and 1, or leave the metric out';

describe('targets that a loss or a metric does not take are refused before the first event', () => {
  test.each([
    ['0 and 1', [1, 1, 0, 1], loss('signs'), `${signs} training sample 2 has 0${otherLoss}`],
    ['digits', [1, 2, 3], loss('signs'), `${signs} training sample 1 has 2${otherLoss}`],
    ['smoothed', [1, -0.5], loss('signs'), `${signs} training sample 1 has -0.5${otherLoss}`],
    ['0 and 1', [1, 0], metric('signed'), `${sides} training sample 1 has 0${noMetric}`],
    [
      'all positive',
      [1, 2, 3],
      metric('signed'),
      `${sides} all are on one side, as training sample 1 has 2${noMetric}`,
    ],
    [
      'all negative',
      [-3, -1],
      metric('signed'),
      `${sides} all are on one side, as training sample 0 has -3${noMetric}`,
    ],
  ])('%s, %j', async (_what, train, input, message) => {
    expect(await endOf(planned(train, input, train))).toBe(message);
  });

  test('in the test set too', async () => {
    expect(await endOf(planned([1, -1], loss('signs'), [1, 0]))).toBe(`${signs} test sample 1 has 0${otherLoss}`);
  });

  test('where parameters are measured, and where steps are timed', async () => {
    const run = planned([1, 0], loss('signs'));
    await expect(measureAt(run, []).next()).rejects.toThrow('training sample 1 has 0');
    await expect(benchmark([{ planned: run, epochs: 1 }], { rounds: 1 }).next()).rejects.toThrow(
      'training sample 1 has 0',
    );
  });
});

test.each([
  ['labels', [1, -1, 1], { ...loss('signs'), ...metric('signs') }],
  ['labels of one class', [1, 1], { ...loss('signs'), ...metric('signed') }],
  ['numbers on both sides', [0.5, -3], metric('signed')],
  ['any numbers', [0, 1, 2], { ...loss('real'), ...metric('real') }],
  ['any numbers, where nothing is declared', [0, 1, 2], { loss: 'margin', metrics: ['constant'] }],
])('%s are taken', async (_what, train, input) => {
  expect(await endOf(planned(train, input, train))).toBe('finished');
});

test('a declaration that there is not names the plugin', async () => {
  const kinds = 'targets: expected "real" or "signs" or "signed", got "labels"';
  expect(await endOf(planned([1], loss('labels' as Targets)))).toContain(`loss "margin" of testing: ${kinds}`);
  expect(await endOf(planned([1], metric('labels' as Targets)))).toContain(`metric "constant" of testing: ${kinds}`);
});
