import type { Lab, MetricValues, Model, ParameterValues, Samples } from '@sharpness-lab/core';
import { presets } from '@sharpness-lab/paper';
import { figures } from '@sharpness-lab/paper/figures';
import { describe, expect, test } from 'vitest';
import { run } from '../fixtures/run.ts';
import { groupRuns } from '../runs/group-runs.ts';
import type { Run } from '../runs/run.ts';
import { figureCharts } from './index.ts';
import { pictures } from './pictures.ts';

const course = (accuracy: number): Record<number, MetricValues> =>
  Object.fromEntries(
    [0, 10, 100].map((epoch) => [
      epoch,
      {
        'train-loss': 1 / (epoch + 1),
        'test-loss': 2 / (epoch + 1),
        'train-accuracy': 1,
        'test-accuracy': accuracy,
        'hessian-trace': 100 / (epoch + 1),
        'gauss-newton-trace': 90 / (epoch + 1),
      },
    ]),
  );

/** Two seeds of a setting that no other name has: runs are grouped by their settings. */
const runsOf = (name: string, accuracy = 0.9) =>
  [0, 1].map((seed) => run({ config: { name, seed, init: { name: `${name}-init` } }, measured: course(accuracy) }));

/** Five neurons in 5 dimensions. Row j of W1 is (j, -j, 0.5, 0, 0) in j = 1, ..., 5. */
const parameters: ParameterValues = {
  W1: Float32Array.from([1, 2, 3, 4, 5].flatMap((j) => [j, -j, 0.5, 0, 0])),
  W2: Float32Array.from([1, -1, 1, -1, 0.25]),
};

const train: Samples = {
  size: 2,
  dimension: 5,
  inputs: Float32Array.from([1, -1, 1, 1, 1, -1, 1, 1, 1, 1]),
  targets: Float32Array.from([-1, -1]),
};

/** A lab whose only dataset and model are these. */
const lab = {
  resolve: (config: unknown) => config,
  registry: {
    create: (reference: { readonly name: string }) =>
      reference.name === 'xor'
        ? { dimension: 5, trainSize: 2, testSize: 2, sample: () => ({ train, test: train }) }
        : {
            closedForms: {
              preActivations: () => Float64Array.from([1, 0, 0, 0, 0, 0, 2, 0, 0, 0]),
              neuronNorms: () => ({ incoming: new Float64Array(5), outgoing: Float64Array.from([3, 1, 1, 1, 1]) }),
            } satisfies Partial<Model['closedForms']>,
          },
  },
} as unknown as Lab;

const chartsOf = (name: string, runs: readonly Run[]) => figureCharts(name, groupRuns(runs), () => parameters, lab);
const namesOf = (name: string, runs: readonly Run[]) => chartsOf(name, runs).map((chart) => chart.name);

describe('figureCharts', () => {
  const ofAllPanels = Object.keys(presets).flatMap((panel) => runsOf(panel));

  test('gives every figure charts, each with a name of its own, a title, a description and numbers', () => {
    const charts = [...figures.map((figure) => figure.name), 'fig3'].flatMap((name) => chartsOf(name, ofAllPanels));
    expect(new Set(charts.map(({ name }) => name)).size).toBe(charts.length);
    expect(new Set(charts.map(({ title }) => title)).size).toBe(charts.length);
    for (const { name, title, description, table } of charts) {
      expect(name).toMatch(/^fig\d+[ab]?-[a-z]+$/);
      expect(title).toMatch(/^Figure \d+[ab]?: ./);
      expect(description.length).toBeGreaterThan(20);
      expect(table.rows.length).toBeGreaterThan(0);
      for (const row of table.rows) expect(row).toHaveLength(table.headings.length);
    }
  });

  test('a figure has its panels in order, and then both beside each other', () => {
    expect(namesOf('fig4', ofAllPanels)).toEqual([
      'fig4a-curves',
      'fig4a-activations',
      'fig4b-curves',
      'fig4b-activations',
      'fig4-comparison',
    ]);
    expect(namesOf('fig2', ofAllPanels)).toEqual(['fig2a-curves', 'fig2b-neurons', 'fig2b-columns']);
  });

  test('a panel has its own charts only, from its own runs', () => {
    const charts = chartsOf('fig7b', [...runsOf('fig7a', 0.25), ...runsOf('fig7b', 0.75)]);
    expect(charts.map(({ name }) => name)).toEqual(['fig7b-curves']);
    const accuracies = charts[0]?.table.rows.filter(([, curve]) => curve === 'test').map((row) => row[3]);
    expect(accuracies).toContain('0.75');
    expect(accuracies).not.toContain('0.25');
  });

  test('a comparison has the means of all runs', () => {
    const comparison = chartsOf('fig7', [...runsOf('fig7a', 0.25), ...runsOf('fig7b', 0.75)]).at(-1);
    const last = comparison?.table.rows.filter(([panel, , epoch]) => panel === 'test accuracy' && epoch === '100');
    expect(last?.map(([, curve, , mean]) => [curve, mean])).toEqual([
      ['fig7a: uniform ball, two layers without bias, 1-SAM', '0.25'],
      ['fig7b: uniform ball, two layers with bias, 1-SAM', '0.75'],
    ]);
  });

  test('figure 2b shows the weights that the runs of figure 2a end with', () => {
    const [neurons, columns] = chartsOf('fig2b', runsOf('fig2a'));
    expect(neurons?.table.rows).toEqual([
      ['5', '5.000', '−5.000', '0.5000', '7.089', '0.2500'],
      ['4', '4.000', '−4.000', '0.5000', '5.679', '−1.000'],
      ['3', '3.000', '−3.000', '0.5000', '4.272', '1.000'],
      ['2', '2.000', '−2.000', '0.5000', '2.872', '−1.000'],
    ]);
    // sqrt(1 + 4 + 9 + 16 + 25) twice, and sqrt(5) / 2.
    expect(columns?.table.rows.map((row) => row[2])).toEqual(['7.4162', '7.4162', '1.11803', '0', '0']);
  });

  test('activations are those of the training samples that the run was on', () => {
    const matrix = chartsOf('fig4b', runsOf('fig4b')).find(({ name }) => name === 'fig4b-activations');
    // The second sample lies in the second quadrant, the first in the fourth; contributions 1 x 3 and 2 x 1.
    expect(matrix?.table.rows.map((row) => row.slice(1))).toEqual([
      ['2', '0'],
      ['0', '3'],
    ]);
  });

  test('networks are those of completed runs', () => {
    const unfinished = [run({ config: { name: 'fig2a' }, measured: course(1), status: 'diverged' })];
    expect(namesOf('fig2', unfinished)).toEqual(['fig2a-curves']);
  });

  test('without a lab there are all charts but activations', () => {
    const charts = figureCharts('fig1', groupRuns(ofAllPanels), () => parameters);
    expect(charts.map(({ name }) => name)).toEqual(['fig1a-curves', 'fig1b-curves', 'fig1-comparison']);
  });

  test('Table 1 compares what was trained for it', () => {
    const constructed = run({ config: { name: 'table1-memorizing-2-mlp-bias', phases: [] }, measured: course(0.5) });
    const [chart, ...others] = chartsOf('table1', [
      ...runsOf('table1-fig4a'),
      ...runsOf('table1-fig4b'),
      ...runsOf('fig4b'),
      constructed,
    ]);
    expect(others).toEqual([]);
    expect(new Set(chart?.table.rows.map((row) => row[1]))).toEqual(
      new Set([
        'fig4a: two layers with bias, gradient descent with weight decay',
        'fig4b: two layers with bias, 1-SAM',
      ]),
    );
  });

  test('there is nothing for studies without pictures, and nothing where nothing was measured', () => {
    expect(namesOf('toString', ofAllPanels)).toEqual([]);
    expect(namesOf('lemma-4-1', ofAllPanels)).toEqual([]);
    expect(namesOf('fig4a', [])).toEqual([]);
    expect(namesOf('fig7a', [run({ config: { name: 'fig7a' }, measured: { 10: {} } })])).toEqual([]);
  });

  test('a run that has only begun has no curves', () => {
    const config = { name: 'fig7a', measure: { logSpaced: 20 } };
    const begun = run({ config, measured: { 0: { 'train-loss': 1 } }, status: 'unfinished' });
    expect(namesOf('fig7a', [begun])).toEqual([]);
  });

  test('only panels that there are have pictures', () => {
    const panels = figures.flatMap((figure) => Object.keys(figure.panels));
    expect(panels).toEqual(expect.arrayContaining(Object.keys(pictures)));
  });
});
