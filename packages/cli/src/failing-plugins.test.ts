import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LaunchEvent } from '@sharpness-lab/core';
import { locatePackages } from '@sharpness-lab/core/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ended, startIn } from './fixtures/command.ts';
import { builtInPackages, composeLab } from './packages.ts';

const project = mkdtempSync(join(tmpdir(), 'sharpness-failing-'));
afterAll(() => rmSync(project, { recursive: true }));

/** A plugin of each kind that can fail in every way that matters to a run. The option `as` chooses the way. */
const plugins = `
import {
  defineConstraint, defineDataset, defineInitializer, defineLoss, defineMetric, defineModel, defineObserver,
  defineOptimizer, defineSchedule, pluginModule, z,
} from '@sharpness-lab/core';

const options = z.object({ as: z.string().default('told') });
const fail = () => { throw new Error('failed as told'); };
const samples = (size: number, inputs: number, value = 1) =>
  ({ size, dimension: 30, inputs: new Float32Array(inputs).fill(value), targets: new Float32Array(size).fill(1) });
const summary = '';

export default pluginModule([
  defineDataset({ name: 'bad', summary, options, create: ({ as }) => ({
    dimension: 30, trainSize: as === 'size' ? 2.5 : 10, testSize: 5,
    sample: () => as === 'told' ? fail() : ({
      train: as === 'nothing' ? undefined as any : as === 'short' ? samples(10, 290) : samples(10, 300, NaN),
      test: samples(5, 150),
    }),
  }) }),
  defineModel({ name: 'bad', summary, options, create: ({ as }) => ({
    parameters: () => as === 'shape' ? { w: { shape: [30.5], layer: 1, fanIn: 30 } } : { w: { shape: [30, 1], layer: 1, fanIn: 30 } },
    forward: (tf, { w }, x) => as === 'told' ? fail() : as === 'nothing' ? undefined as any : tf.matMul(x, w as any) as any,
  }) }),
  defineInitializer({ name: 'bad', summary, options, create: ({ as }) => ({
    initialize: ({ specs }) => as === 'told' ? fail() : as === 'nothing' ? undefined as any : Object.fromEntries(
      Object.keys(specs).map((name) => [name, new Float32Array(3)])),
  }) }),
  defineLoss({ name: 'bad', summary, options, create: ({ as }) => ({
    value: () => as === 'nothing' ? undefined as any : as === 'nan' ? NaN : 1,
    firstDerivative: () => as === 'told' ? fail() : 1,
    secondDerivative: () => 0,
  }) }),
  defineOptimizer({ name: 'bad', summary, options, create: ({ as }) => as === 'empty' ? ({}) as any : ({
    start: (problem) => as === 'nothing' ? undefined as any : as === 'late' ? () => void problem.vector() : fail,
    update: () => fail,
  }) }),
  defineSchedule({ name: 'bad', summary, options, create: ({ as }) => () => as === 'told' ? fail() : NaN }),
  defineConstraint({ name: 'bad', summary, options, create: ({ as }) => ({
    start() {
      let calls = 0;
      return () => { if (as === 'start' || ++calls > 3) fail(); };
    },
  }) }),
  defineMetric({ name: 'bad', summary, options,
    quantities: ({ as }) => as === 'list' ? fail() : [{ name: 'it', title: as === 'untitled' ? '' : 'it', scale: 'linear' }],
    create: ({ as }) => ({
      measure: () => as === 'told' ? fail() : as === 'nothing' ? undefined as any :
        as === 'other' ? { its: 1 } : { it: 'many' as any },
    }),
  }),
  defineObserver({ name: 'bad', summary, options, create: () => ({ observe: fail }) }),
]);
`;

beforeAll(async () => {
  await mkdir(join(project, 'node_modules'));
  const installed = fileURLToPath(new URL('../../../node_modules/@sharpness-lab', import.meta.url));
  symlinkSync(installed, join(project, 'node_modules/@sharpness-lab'), 'dir');
  writeFileSync(join(project, 'bad.ts'), plugins);
});

const experiment = {
  name: 'small',
  dataset: { name: 'xor', trainSize: 100, testSize: 50 },
  model: { name: '2-mlp-bias', width: 8 },
  init: 'he-normal',
  loss: 'mse',
  phases: [{ optimizer: 'sgd', epochs: 3 }],
  metrics: ['loss'],
};

/** Runs a small experiment with overrides. */
function run(changes: object, options: readonly string[] = [], environment = {}) {
  const file = `experiment-${count++}.json`;
  writeFileSync(join(project, file), JSON.stringify({ ...experiment, plugins: ['./bad.ts'], ...changes }));
  return ended(startIn(project, ['run', file, '--quiet', ...options], environment));
}
let count = 0;

const training = (phase: object) => ({ phases: [{ ...experiment.phases[0], ...phase }] });
const bad = (as: string) => ({ name: 'bad', as });

const told = /^failed: failed as told \(bad\.ts, line \d+\)$/;

const cases: readonly (readonly [kind: string, changes: object, message: RegExp | string])[] = [
  ['dataset', { dataset: 'bad' }, told],
  ['dataset', { dataset: bad('short') }, ': expected 300 training inputs (10 x 30), got 290'],
  ['dataset', { dataset: bad('nothing') }, ': expected 10 training samples, got none'],
  ['dataset', { dataset: bad('nan') }, ': expected finite training inputs, got NaN at position 0'],
  ['model', { model: 'bad' }, told],
  ['model', { model: bad('flat') }, /^: expected outputs of shape \[\d+\], got \[\d+,1\]$/],
  ['model', { model: bad('nothing') }, /^: expected outputs of shape \[\d+\], got undefined$/],
  ['initializer', { init: 'bad' }, told],
  ['initializer', { init: bad('short') }, ': expected 240 numbers for "W1" (8 x 30), got 3'],
  ['initializer', { init: bad('nothing') }, ': expected 240 numbers for "W1" (8 x 30), got none'],
  ['loss', { loss: 'bad' }, told],
  ['loss', { loss: 'bad', engine: 'tfjs' }, told],
  ['loss', { loss: bad('nothing') }, /^: expected a number at output \S+ and target -?1, got undefined$/],
  ['loss', { loss: bad('nan') }, /^: expected a number at output \S+ and target -?1, got NaN$/],
  ['optimizer', training({ optimizer: 'bad' }), told],
  [
    'optimizer',
    training({ optimizer: bad('nothing') }),
    ': start returned undefined, expected the step, a function of one batch',
  ],
  [
    'optimizer',
    training({ optimizer: bad('late') }),
    /^failed: there is memory for the vectors that start asks for, and this is one more: .* \(bad\.ts, line \d+\)$/,
  ],
  ['schedule', training({ optimizer: { name: 'sgd', learningRate: 'bad' } }), told],
  [
    'schedule',
    training({ optimizer: { name: 'sgd', momentum: 0.9, learningRate: bad('nan') } }),
    ': expected a finite number at progress 0, got NaN',
  ],
  ['constraint', training({ constraint: 'bad' }), told],
  ['constraint', training({ constraint: bad('start') }), told],
  ['metric', { metrics: ['bad'] }, told],
  [
    'metric',
    { metrics: [bad('text')] },
    ': "it": expected a number, { value, standardError, converged, products }, numbers, or { shape: [rows, columns], values }, got "many"',
  ],
  [
    'metric',
    { metrics: [bad('other')] },
    ': measured "its", which is not among the quantities that it declares (did you mean "it"?)',
  ],
  ['metric', { metrics: [bad('nothing')] }, ': expected an object of names and numbers, got undefined'],
  ['observer', { observers: ['bad'] }, told],
];

test.concurrent.each(cases)('a %s that fails is named, and the run has failed: %j', async (kind, changes, message) => {
  const { stdout, stderr, code } = await run(changes);
  const start = `error: ${kind} "bad" of bad.ts`;
  expect(stderr.slice(0, start.length)).toBe(start);
  expect(stderr.slice(start.length).trim()).toEqual(
    typeof message === 'string' ? message : expect.stringMatching(message),
  );
  expect({ stdout, code }).toEqual({ stdout: '', code: 1 });
});

test('what is seen when a run is planned, shapes among it, is bad input', async () => {
  expect(await run({ dataset: bad('size') })).toMatchObject({
    stderr: 'error: dataset "bad" of bad.ts: trainSize: expected a whole number >= 1, got 2.5\n',
    code: 2,
  });
  expect(await run(training({ optimizer: bad('empty') }))).toMatchObject({
    stderr: 'error: optimizer "bad" of bad.ts failed: optimizer.start is not a function\n',
    code: 2,
  });
  expect(await run({ model: bad('shape') })).toMatchObject({
    stderr: 'error: model "bad" of bad.ts: parameter "w": expected a shape of whole numbers >= 1, got [30.5]\n',
    code: 2,
  });
});

test('within another optimizer: the outer one, the message, and the line of the inner one', async () => {
  const { stderr, code } = await run(training({ optimizer: { name: 'sam', rho: 0.1, base: 'bad' } }));
  expect(stderr).toMatch(
    /^error: optimizer "sam" of @sharpness-lab\/optimizers failed: failed as told \(bad\.ts, line \d+\)\n$/,
  );
  expect(code).toBe(1);
});

test('a run that has failed leaves no result, and SHARPNESS_DEBUG=1 shows where the plugin failed', async () => {
  const { stderr } = await run(training({ optimizer: 'bad' }), ['--out', 'failed'], { SHARPNESS_DEBUG: '1' });
  expect(stderr).toMatch(/^LabError: .*failed as told.*\[cause\]: Error: failed as told\n +at .*bad\.ts/s);
  const [folder = ''] = readdirSync(join(project, 'failed'));
  expect(readdirSync(join(project, 'failed', folder))).not.toContain('result.json');
});

test('the other runs of a list go on, each on its thread', async () => {
  const plugin = join(project, 'bad.ts');
  const lab = await composeLab([plugin]);
  const list = [{}, training({ optimizer: 'bad' }), { seed: 1 }];
  const runs = list.map((changes, place) => [String(place), lab.resolve({ ...experiment, ...changes })]);
  const launched = spawn(process.execPath, [
    fileURLToPath(new URL('../../core/fixtures/launch-on-threads.js', import.meta.url)),
    JSON.stringify({
      runs,
      packages: await locatePackages([...builtInPackages, plugin], [import.meta.dirname]),
      out: join(project, 'list'),
      threads: 2,
    }),
  ]);
  const { stdout } = await ended(launched);
  const outcomes: unknown[] = [];
  for (const line of stdout.trimEnd().split('\n')) {
    const event = JSON.parse(line) as LaunchEvent;
    if (event.type === 'outcome') outcomes[Number(event.run)] = event.outcome;
  }
  expect(outcomes).toMatchObject([
    { status: 'completed' },
    {
      status: 'failed',
      message: expect.stringMatching(/^optimizer "bad" of bad\.ts failed: failed as told \(bad\.ts, line \d+\)$/),
    },
    { status: 'completed' },
  ]);
});
