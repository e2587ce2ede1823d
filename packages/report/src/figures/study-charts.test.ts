import {
  createLab,
  defineDataset,
  defineModel,
  type MetricValues,
  type ParameterValues,
  type Samples,
  z,
} from '@sharpness-lab/core';
import { beforeEach, describe, expect, test } from 'vitest';
import { run } from '../fixtures/run.ts';
import { groupRuns } from '../runs/group-runs.ts';
import type { Run } from '../runs/run.ts';
import { type PanelPictures, type StudyPictures, studyCharts } from './study-charts.ts';

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
const lab = createLab([
  defineDataset({
    name: 'xor',
    summary: 'two samples',
    options: z.object({ dimension: z.int() }),
    create: () => ({ dimension: 5, trainSize: 2, testSize: 2, sample: () => ({ train, test: train }) }),
  }),
  defineModel({
    name: '2-mlp',
    summary: 'five neurons',
    options: z.object({ width: z.int() }),
    create: () => ({
      parameters: () => ({ W1: { shape: [5, 5], layer: 1, fanIn: 5 }, W2: { shape: [1, 5], layer: 2, fanIn: 5 } }),
      forward: () => {
        throw new Error('not called');
      },
      closedForms: {
        outputs: () => new Float64Array(2),
        derivatives: () => {
          throw new Error('not called');
        },
        preActivations: () => Float64Array.from([1, 0, 0, 0, 0, 0, 2, 0, 0, 0]),
        neuronNorms: () => ({ incoming: new Float64Array(5), outgoing: Float64Array.from([3, 1, 1, 1, 1]) }),
      },
    }),
  }),
]);

const METRICS = ['train-loss', 'test-loss', 'train-accuracy', 'test-accuracy', 'hessian-trace'];

const panel = (name: string, title: string, more: Partial<PanelPictures> = {}): PanelPictures => ({
  name,
  title: `${name}: ${title}`,
  experiment: name,
  metrics: METRICS,
  network: [],
  ...more,
});

const beside = (name: string, titles: Readonly<Record<string, string>>): StudyPictures['comparison'] & object => ({
  name: `${name}-comparison`,
  title: `${name}: beside each other`,
  metrics: ['test-accuracy', 'hessian-trace'],
  labels: Object.fromEntries(Object.entries(titles).map(([key, title]) => [key, `${key.slice(-5)}: ${title}`])),
});

const fig7a = panel('fig7a', 'without bias');
const fig7b = panel('fig7b', 'with bias');
const fig2b = panel('fig2b', 'weights', { experiment: 'fig2a', metrics: [], network: ['neurons', 'columns'] });

/** Studies as a package describes them. */
const studies: Readonly<Record<string, StudyPictures>> = {
  fig2: { panels: [panel('fig2a', 'accuracy'), fig2b] },
  fig2b: { panels: [fig2b] },
  fig4: {
    panels: [
      panel('fig4a', 'weight decay', { network: ['activations'] }),
      panel('fig4b', '1-SAM', { network: ['activations'] }),
    ],
    comparison: beside('fig4', { fig4a: 'weight decay', fig4b: '1-SAM' }),
  },
  fig4b: { panels: [panel('fig4b', '1-SAM', { network: ['activations'] })] },
  fig7: { panels: [fig7a, fig7b], comparison: beside('fig7', { fig7a: 'without bias', fig7b: 'with bias' }) },
  fig7a: { panels: [fig7a] },
  fig7b: { panels: [fig7b] },
  table: { panels: [], comparison: beside('table', { 'table1-fig4a': 'weight decay', 'table1-fig4b': '1-SAM' }) },
  circle: {
    panels: [],
    circle: {
      name: 'circle',
      title: 'A circle',
      description: 'One sample with its arc.',
      samples: [{ point: [1, 0], target: 1 }],
      arcs: [{ from: -0.1, to: 0.1 }],
    },
  },
};

const leftOut: string[] = [];
beforeEach(() => {
  leftOut.length = 0;
});

const chartsOf = (name: string, runs: readonly Run[]) =>
  studyCharts(studies[name] as StudyPictures, {
    groups: groupRuns(runs),
    weights: () => parameters,
    lab,
    leftOut: (message) => leftOut.push(message),
  });
const namesOf = async (name: string, runs: readonly Run[]) => (await chartsOf(name, runs)).map((chart) => chart.name);

describe('studyCharts', () => {
  const ofAllPanels = ['fig2a', 'fig4a', 'fig4b', 'fig7a', 'fig7b'].flatMap((name) => runsOf(name));

  test('gives every study charts, each with a name of its own, a title, a description and numbers', async () => {
    const all = ['fig2', 'fig4', 'fig7', 'circle'].map((name) => chartsOf(name, ofAllPanels));
    const charts = (await Promise.all(all)).flat();
    expect(leftOut).toEqual([]);
    expect(charts).toHaveLength(12);
    expect(new Set(charts.map(({ name }) => name)).size).toBe(charts.length);
    expect(new Set(charts.map(({ title }) => title)).size).toBe(charts.length);
    for (const { description, table } of charts) {
      expect(description.length).toBeGreaterThan(20);
      expect(table.rows.length).toBeGreaterThan(0);
      for (const row of table.rows) expect(row).toHaveLength(table.headings.length);
    }
  });

  test('a figure has its panels in order, and then both beside each other', async () => {
    expect(await namesOf('fig4', ofAllPanels)).toEqual([
      'fig4a-curves',
      'fig4a-activations',
      'fig4b-curves',
      'fig4b-activations',
      'fig4-comparison',
    ]);
    expect(await namesOf('fig2', ofAllPanels)).toEqual(['fig2a-curves', 'fig2b-neurons', 'fig2b-columns']);
  });

  test('a panel has its own charts only, from its own runs', async () => {
    const charts = await chartsOf('fig7b', [...runsOf('fig7a', 0.25), ...runsOf('fig7b', 0.75)]);
    expect(charts.map(({ name }) => name)).toEqual(['fig7b-curves']);
    const accuracies = charts[0]?.table.rows.filter(([, curve]) => curve === 'test').map((row) => row[3]);
    expect(accuracies).toContain('0.75');
    expect(accuracies).not.toContain('0.25');
  });

  test('a comparison has the means of all runs', async () => {
    const comparison = (await chartsOf('fig7', [...runsOf('fig7a', 0.25), ...runsOf('fig7b', 0.75)])).at(-1);
    const last = comparison?.table.rows.filter(([panel, , epoch]) => panel === 'test accuracy' && epoch === '100');
    expect(last?.map(([, curve, , mean]) => [curve, mean])).toEqual([
      ['fig7a: without bias', '0.25'],
      ['fig7b: with bias', '0.75'],
    ]);
  });

  test('figure 2b shows the weights that the runs of figure 2a end with', async () => {
    const [neurons, columns] = await chartsOf('fig2b', runsOf('fig2a'));
    expect(neurons?.table.rows).toEqual([
      ['5', '5.000', '−5.000', '0.5000', '7.089', '0.2500'],
      ['4', '4.000', '−4.000', '0.5000', '5.679', '−1.000'],
      ['3', '3.000', '−3.000', '0.5000', '4.272', '1.000'],
      ['2', '2.000', '−2.000', '0.5000', '2.872', '−1.000'],
    ]);
    // sqrt(1 + 4 + 9 + 16 + 25) twice, and sqrt(5) / 2.
    expect(columns?.table.rows.map((row) => row[2])).toEqual(['7.4162', '7.4162', '1.11803', '0', '0']);
  });

  test('activations are those of the training samples that the run was on', async () => {
    const matrix = (await chartsOf('fig4b', runsOf('fig4b'))).find(({ name }) => name === 'fig4b-activations');
    // The second sample lies in the second quadrant, the first in the fourth; contributions 1 x 3 and 2 x 1.
    expect(matrix?.table.rows.map((row) => row.slice(1))).toEqual([
      ['2', '0'],
      ['0', '3'],
    ]);
  });

  test('a network whose model or data cannot be made anew is left out, alone', async () => {
    const strange = runsOf('fig4a').map((each) => ({
      ...each,
      config: {
        ...each.config,
        model: { name: 'of-a-plugin' },
        metrics: [{ name: 'too' }],
      } as unknown as Run['config'],
    }));
    const names = await namesOf('fig4', [...strange, ...runsOf('fig4b')]);
    expect(names).toEqual(['fig4a-curves', 'fig4b-curves', 'fig4b-activations', 'fig4-comparison']);
    expect(leftOut).toEqual([
      'left out: which neurons work for which sample, of runs/fig4a-s0: model: unknown model "of-a-plugin" (known: 2-mlp)',
    ]);
  });

  test('a network is that of the longest training', async () => {
    const short = run({ config: { name: 'fig2a', seed: 4 }, measured: course(1) });
    const long = run({
      config: { name: 'fig2a', seed: 5, phases: [{ optimizer: { name: '1-sam', rho: 0.1 }, epochs: 1000 }] },
      measured: { ...course(1), 1000: { 'train-loss': 0 } },
    });
    for (const runs of [
      [short, long],
      [long, short],
    ]) {
      expect((await chartsOf('fig2', runs)).find(({ name }) => name === 'fig2b-columns')?.title).toContain('(seed 5)');
    }
  });

  test('networks are those of completed runs', async () => {
    const unfinished = [run({ config: { name: 'fig2a' }, measured: course(1), status: 'diverged' })];
    expect(await namesOf('fig2', unfinished)).toEqual(['fig2a-curves']);
  });

  test('without a lab there are all charts but activations', async () => {
    const charts = await studyCharts(studies.fig4 as StudyPictures, {
      groups: groupRuns(ofAllPanels),
      weights: () => parameters,
      lab: undefined,
      leftOut: () => {},
    });
    expect(charts.map(({ name }) => name)).toEqual(['fig4a-curves', 'fig4b-curves', 'fig4-comparison']);
  });

  test('a comparison leaves out what is not named, and what was not trained', async () => {
    const constructed = run({
      config: { name: 'table1-memorizing', init: { name: 'memorizing' }, phases: [] },
      measured: course(0.5),
    });
    const [chart, ...others] = await chartsOf('table', [
      ...runsOf('table1-fig4a'),
      ...runsOf('table1-fig4b'),
      ...runsOf('fig4b'),
      constructed,
    ]);
    expect(others).toEqual([]);
    expect(new Set(chart?.table.rows.map((row) => row[1]))).toEqual(new Set(['fig4a: weight decay', 'fig4b: 1-SAM']));
  });

  test('there is nothing where nothing was measured', async () => {
    expect(await namesOf('fig7a', [])).toEqual([]);
    expect(await namesOf('fig7a', [run({ config: { name: 'fig7a' }, measured: { 10: {} } })])).toEqual([]);
  });

  test('a run that has only begun has no curves', async () => {
    const config = { name: 'fig7a', measure: { logSpaced: 20 } };
    const begun = run({ config, measured: { 0: { 'train-loss': 1 } }, status: 'unfinished' });
    expect(await namesOf('fig7a', [begun])).toEqual([]);
  });
});
