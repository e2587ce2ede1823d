import { describe, expect, test } from 'vitest';
import { boundLevels } from './curves/bound-levels.ts';
import { meanOverSeeds } from './curves/over-seeds.ts';
import { phaseMarks } from './curves/phase-marks.ts';
import { learningCurves } from './curves.ts';
import { type RunTraits, run } from './fixtures/run.ts';
import { groupRuns } from './runs/group-runs.ts';

/** A run that measured the training loss at these epochs. */
const losses = (seed: number, values: Readonly<Record<number, number>>, traits: RunTraits = {}) =>
  run({
    ...traits,
    config: { seed, ...traits.config },
    measured: Object.fromEntries(Object.entries(values).map(([epoch, value]) => [epoch, { 'train-loss': value }])),
  });

const rows = (chart: ReturnType<typeof learningCurves>) => chart.table.rows.map((row) => row.join(' | '));

test('the mean over seeds stands between the smallest and the largest, over epochs, steps or seconds', () => {
  const runs = [losses(0, { 0: 1, 4: 0.5 }), losses(1, { 0: 3, 4: 0.25 }), losses(2, { 0: 2, 4: 0 })];
  expect(meanOverSeeds(runs, 'train-loss', 'epoch')).toEqual([
    { epoch: 0, x: 0, y: 2, low: 1, high: 3 },
    { epoch: 4, x: 4, y: 0.25, low: 0, high: 0.5 },
  ]);
  expect(meanOverSeeds(runs, 'train-loss', 'step').map(({ x }) => x)).toEqual([0, 40]);
  expect(meanOverSeeds(runs, 'train-loss', 'time').map(({ x }) => x)).toEqual([0, 8]);
});

test('epochs that not all seeds have measured are left out, and a single seed has no band', () => {
  const runs = [losses(0, { 0: 1, 1: 9, 2: 3 }), losses(1, { 0: 3, 2: 5 })];
  expect(meanOverSeeds(runs, 'train-loss', 'epoch').map(({ x, y }) => [x, y])).toEqual([
    [0, 2],
    [2, 4],
  ]);
  expect(meanOverSeeds(runs.slice(0, 1), 'train-loss', 'epoch')[1]).toEqual({ epoch: 1, x: 1, y: 9 });
  expect(meanOverSeeds(runs, 'test-loss', 'epoch')).toEqual([]);
});

test('where a seed ends early the mean is over those that remain, and the description says so', () => {
  const runs = [
    losses(0, { 0: 1, 1: 2, 2: 3 }),
    losses(1, { 0: 1, 1: 4, 2: 7 }),
    losses(7, { 0: 4 }, { status: 'diverged' }),
  ];
  expect(meanOverSeeds(runs, 'train-loss', 'epoch').map(({ y }) => y)).toEqual([2, 3, 5]);
  const { description } = learningCurves(groupRuns(runs), { name: 'c', title: 'Curves', metrics: ['train-loss'] });
  expect(description).toContain('seed 7 ends at epoch 0 (diverged); from there on the mean is over those that remain');
});

test('the description tells start, end and extremes of each curve', () => {
  const run = losses(0, { 0: 1, 3: 2.5, 7: 0.125, 1200: 0.5 });
  const { description } = learningCurves(groupRuns([run]), { name: 'c', title: 'Curves', metrics: ['train-loss'] });
  expect(description).toBe(
    'Curves: learning curves over epoch. made-up: seed 0. training loss L: made-up from 1 at epoch 0 to 0.5 at epoch ' +
      '1,200, lowest 0.125 at epoch 7, highest 2.5 at epoch 3.',
  );
});

test('a single group draws training and test in one panel, several have one each', () => {
  const measured = { 1: { 'train-loss': 0.5, 'test-loss': 0.75, 'parameter-norm': 3 } };
  const metrics = ['test-loss', 'parameter-norm', 'train-loss'];
  const one = learningCurves(groupRuns([run({ measured })]), { name: 'c', title: 'Curves', metrics });
  expect(rows(one)).toEqual([
    'loss L | training | 1 | 0.5 |  | ',
    'loss L | test | 1 | 0.75 |  | ',
    'parameter norm ‖θ‖ | made-up | 1 | 3 |  | ',
  ]);
  const groups = groupRuns([run({ measured }), run({ measured, config: { name: 'b', loss: { name: 'logistic' } } })]);
  expect(rows(learningCurves(groups, { name: 'c', title: 'Curves', metrics })).map((row) => row.slice(0, 19))).toEqual([
    'test loss | made-up',
    'test loss | b | 1 |',
    'parameter norm ‖θ‖ ',
    'parameter norm ‖θ‖ ',
    'training loss L | m',
    'training loss L | b',
  ]);
});

describe('a quantity that is an estimate', () => {
  const noisy = { name: 'noisy', title: 'noisy trace', unit: '1/s', scale: 'linear' } as const;
  const estimate = (seed: number, converged?: boolean) =>
    run({
      config: { seed },
      quantities: [noisy],
      measured: { 0: { noisy: 8 }, 5: { noisy: 4 } },
      beside: {
        0: { uncertainty: { noisy: { standardError: 0.5 } } },
        5: { uncertainty: { noisy: { standardError: 1, ...(converged === undefined ? {} : { converged }) } } },
      },
    });
  const chart = (...runs: ReturnType<typeof run>[]) =>
    learningCurves(groupRuns(runs), { name: 'c', title: 'C', metrics: ['noisy'] });

  test('has a band of one standard error to each side where it is of a single seed, and its axis says so', () => {
    expect(rows(chart(estimate(0)))).toEqual([
      'noisy trace (1/s), ±\u00a0standard error | made-up | 0 | 8 | 7.5 | 8.5',
      'noisy trace (1/s), ±\u00a0standard error | made-up | 5 | 4 | 3 | 5',
    ]);
    expect(chart(estimate(0)).description).toContain('made-up from 8 ± 0.5 at epoch 0 to 4 ± 1 at epoch 5.');
    expect(JSON.stringify(chart(estimate(0)).spec)).toContain('"type":"area"');
  });

  test('has the band of several seeds where there are some', () => {
    expect(rows(chart(estimate(0), estimate(1)))[0]).toBe('noisy trace (1/s) | made-up | 0 | 8 | 8 | 8');
  });

  test('says where it has not converged: in the picture, the table and in words', () => {
    const open = chart(estimate(0, false), estimate(1, true));
    expect(rows(open).map((row) => row.replace(/.* \| /, ''))).toEqual(['', 'not converged']);
    expect(open.description).toContain('not converged at 1 of 2 epochs');
    expect(JSON.stringify(open.spec)).toContain('datum.converged === false');
    expect(JSON.stringify(open.spec)).toContain('○\u00a0not converged');
    expect(JSON.stringify(chart(estimate(0, true)).spec)).not.toContain('converged ===');
  });
});

test('a quantity of somebody else has its title, unit and scale, and shares the axis that it names', () => {
  const speeds = ['up', 'down'].map(
    (curve) =>
      ({ name: `${curve}-speed`, title: `speed ${curve}`, unit: 'm/s', scale: 'log', axis: 'speed', curve }) as const,
  );
  const measured = { 1: { 'up-speed': 10, 'down-speed': 20 }, 2: { 'up-speed': 1000, 'down-speed': 2000 } };
  const metrics = ['up-speed', 'down-speed'];
  const one = learningCurves(groupRuns([run({ measured, quantities: speeds })]), { name: 'c', title: 'C', metrics });
  expect(rows(one).map((row) => row.split(' | ').slice(0, 2))).toEqual([
    ['speed (m/s)', 'up'],
    ['speed (m/s)', 'up'],
    ['speed (m/s)', 'down'],
    ['speed (m/s)', 'down'],
  ]);
  expect(JSON.stringify(one.spec)).toContain('"title":"speed (m/s)","scale":{"type":"log"');
});

test('an accuracy has an axis that ends at 1', () => {
  const measured = { 0: { 'test-accuracy': 0.6 }, 5: { 'test-accuracy': 1 } };
  const { spec } = learningCurves(groupRuns([run({ measured })]), {
    name: 'c',
    title: 'C',
    metrics: ['test-accuracy'],
  });
  expect(JSON.stringify(spec)).toContain('"title":"test accuracy","scale":{"type":"linear","domain":[0.58,1]');
});

test('the x axis is logarithmic where all groups measured so', () => {
  const axis = (...measures: object[]) => {
    const runs = measures.map((measure) => losses(0, { 1: 1, 10: 0.5 }, { config: { measure } }));
    return JSON.stringify(
      learningCurves(groupRuns(runs), { name: 'c', title: 'C', metrics: ['train-accuracy', 'train-loss'] }).spec,
    );
  };
  expect(axis({ every: 1 })).not.toContain(
    '"x":{"field":"x","type":"quantitative","title":"epoch","scale":{"type":"log"',
  );
  expect(axis({ logSpaced: 5 })).toContain(
    '"x":{"field":"x","type":"quantitative","title":"epoch","scale":{"type":"log"',
  );
  expect(axis({ logSpaced: 5 }, { every: 1 })).not.toContain('"title":"epoch","scale":{"type":"log"');
});

test('epoch 0 has a place on a logarithmic axis, and the axis says so', () => {
  const traits = { config: { measure: { logSpaced: 5 } } };
  const chart = (x: 'epoch' | 'step' | 'time', values: Readonly<Record<number, number>>) =>
    JSON.stringify(
      learningCurves(groupRuns([losses(0, values, traits)]), { name: 'c', title: 'C', metrics: ['train-loss'], x })
        .spec,
    );
  for (const [x, title, constant, end] of [
    ['epoch', 'epoch', 2, 100],
    ['step', 'step', 20, 1000],
    ['time', 'time (s)', 4, 200],
  ] as const) {
    expect(chart(x, { 0: 3, 2: 2, 100: 1 })).toContain(
      `"title":"${title} (log scale with 0)","scale":{"type":"symlog","constant":${constant},"domain":[0,${end}]`,
    );
  }
  expect(chart('epoch', { 0: 3 })).not.toContain('symlog');
});

test('of a sweep, the legend says once what varies, and groups are in the order of its numbers', () => {
  const rho = (value: number, name = 'sweep') =>
    losses(
      0,
      { 0: value, 1: value },
      { config: { name, phases: [{ optimizer: { name: '1-sam', rho: value }, epochs: 1 }] } },
    );
  const chart = (...runs: ReturnType<typeof run>[]) =>
    learningCurves(groupRuns(runs), { name: 'c', title: 'C', metrics: ['train-loss'] });
  const sweep = chart(rho(0.1), rho(0.02), rho(0.05));
  expect(sweep.table.headings[1]).toBe('rho');
  expect(sweep.table.rows.map((row) => row[1])).toEqual(['0.02', '0.02', '0.05', '0.05', '0.1', '0.1']);
  expect(JSON.stringify(sweep.spec)).toContain('"title":"rho"');
  expect(JSON.stringify(sweep.spec)).not.toContain('phases.0');
  expect(sweep.description).toContain('rho 0.02 from 0.02 at epoch 0');
  expect(chart(rho(0.1), rho(0.02, 'other')).table.rows.map((row) => row[1])).toEqual([
    'sweep',
    'sweep',
    'other',
    'other',
  ]);
});

test('a trace that is negative at first is drawn where it is positive, one that mostly is, on a linear axis', () => {
  const panel = (...values: number[]) => {
    const measured = Object.fromEntries(values.map((value, epoch) => [epoch, { 'hessian-trace': value }]));
    return rows(
      learningCurves(groupRuns([run({ measured })]), { name: 'c', title: 'C', metrics: ['hessian-trace'] }),
    )[0];
  };
  expect(panel(5, 4, 3)).toMatch(/^Hessian trace Tr H \|/);
  expect(panel(-5, 4, 3)).toMatch(/^Hessian trace Tr H, where > 0 \| made-up \| 0 \| -5/);
  expect(panel(-5, -4, 3)).toMatch(/^Hessian trace Tr H \|/);
});

const bounded = (name: string, ...bounds: number[]) =>
  bounds.map((bound, seed) =>
    run({
      config: { name, seed, loss: { name } },
      measured: { 0: { 'sharpness-bound': bound, 'sharpness-ratio': 1.5 } },
    }),
  );

/** A run that does not interpolate: its training set has a bound, which does not bound its trace. */
const collapsed = (name: string, seed: number) =>
  run({
    config: { name, seed, loss: { name } },
    measured: { 0: { 'sharpness-bound': 22, 'sharpness-ratio': 2 }, 1: { 'hessian-trace': 0, 'sharpness-bound': 22 } },
  });

test('lower bounds stand in the panels of traces, with their mean and range where they differ between seeds', () => {
  const same = groupRuns([...bounded('a', 22.271057, 22.271057), ...bounded('b', 22.271057)]);
  expect(boundLevels('hessian-trace', same)).toEqual([
    { label: 'lower bound 22.27', value: 22.271057, description: 'lower bound 22.27 at minima' },
  ]);
  expect(boundLevels('test-loss', same)).toEqual([]);
  expect(boundLevels('parameter-norm', same)).toEqual([]);
  expect(boundLevels('hessian-trace', groupRuns([run({ measured: { 0: {} } })]))).toEqual([]);
  const overlapping = groupRuns([...bounded('a', 6, 8), ...bounded('b', 7, 9)]);
  expect(boundLevels('gauss-newton-trace', overlapping)).toEqual([
    {
      label: 'mean lower bound 7.5 (6 to 9)',
      value: 7.5,
      description: 'mean lower bound 7.5 (6 to 9) at minima',
    },
  ]);
  const apart = groupRuns([...bounded('a', 6, 8), ...bounded('b', 2), ...bounded('c', 2)]);
  expect(boundLevels('hessian-trace', apart)).toEqual([
    { label: 'lower bound 2, b and c', value: 2, description: 'lower bound 2 at minima for b and c' },
    {
      label: 'lower bound 7, a',
      value: 7,
      description: 'mean lower bound 7 (6 to 8) at minima for a',
    },
  ]);
});

test('a network that does not interpolate has no lower bound', () => {
  expect(boundLevels('hessian-trace', groupRuns([collapsed('a', 0)]))).toEqual([]);
  const some = groupRuns([...bounded('a', 22, 22), collapsed('a', 2)]);
  expect(boundLevels('hessian-trace', some)).toEqual([
    {
      label: 'lower bound 22, 2 of 3 seeds',
      value: 22,
      description: 'lower bound 22 at minima for 2 of 3 seeds',
    },
  ]);
});

test('among several curves a level says whose it is', () => {
  const other = run({ config: { name: 'other-data' }, measured: { 0: { 'hessian-trace': 5 } } });
  const [level] = boundLevels('hessian-trace', groupRuns([...bounded('a', 22, 22), collapsed('b', 0), other]));
  expect(level).toEqual({
    label: 'lower bound 22, a',
    value: 22,
    description: 'lower bound 22 at minima for a',
  });
  const part = groupRuns([...bounded('a', 22), collapsed('a', 1), other]);
  expect(boundLevels('hessian-trace', part)[0]?.label).toBe('lower bound 22, a (1 of 2 seeds)');
  const long = groupRuns([...bounded('a'.repeat(40), 22), other]);
  expect(boundLevels('hessian-trace', long)).toEqual([
    {
      label: 'lower bound 22, 1 of 2 curves',
      value: 22,
      description: `lower bound 22 at minima for ${'a'.repeat(40)}`,
    },
  ]);
});

test('a bound that holds for all networks needs no condition', () => {
  const quantities = [
    { name: 'heat', title: 'heat', scale: 'log' },
    { name: 'least-heat', title: 'least heat', scale: 'log', lowerBoundOf: ['heat'] },
  ] as const;
  const warm = groupRuns([run({ quantities, measured: { 0: { heat: 7, 'least-heat': 5 } } })]);
  expect(boundLevels('heat', warm)).toEqual([{ label: 'lower bound 5', value: 5, description: 'lower bound 5' }]);
});

test('phases have what changes between them, at the epoch, step or second where they begin', () => {
  const phase = (rho: number, epochs: number, more: object = {}) => ({
    optimizer: { name: '1-sam', rho, base: { name: 'sgd', learningRate: rho / 2 } },
    epochs,
    batchSize: 1,
    ...more,
  });
  const measured = { 0: {}, 30: {}, 40: {} };
  const two = [phase(0.1, 30), phase(0.2, 10, { constraint: { name: 'ball' } })];
  const groups = groupRuns([run({ config: { phases: two }, measured })]);
  const labels = [
    'rho = 0.1, learning rate = 0.05, no constraint',
    'rho = 0.2, learning rate = 0.1, constraint = ball',
  ];
  expect(phaseMarks(groups, 'epoch')).toEqual([
    { label: labels[0], from: 0 },
    { label: labels[1], from: 30 },
  ]);
  expect(phaseMarks(groups, 'step').map(({ from }) => from)).toEqual([0, 300]);
  expect(phaseMarks(groups, 'time').map(({ from }) => from)).toEqual([0, 60]);

  const alike = groupRuns([run({ config: { phases: [phase(0.1, 30), phase(0.1, 10)] }, measured })]);
  expect(phaseMarks(alike, 'epoch').map(({ label }) => label)).toEqual(['phase 1', 'phase 2']);
  expect(phaseMarks([...groups, ...alike], 'epoch').map(({ label }) => label)).toEqual(['phase 1', 'phase 2']);
  const later = groupRuns([run({ config: { phases: [phase(0.1, 31), phase(0.2, 9)] } })]);
  expect(phaseMarks([...groups, ...later], 'epoch')).toEqual([]);
  expect(phaseMarks(groupRuns([run({ config: { phases: [phase(0.1, 31)] } })]), 'epoch')).toEqual([]);
});
