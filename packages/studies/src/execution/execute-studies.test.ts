import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CLOCK,
  type Clock,
  LAUNCHER,
  type Lab,
  type Launcher,
  REPORTER,
  type Reporter,
  RUN_STORE,
  serviceModule,
  VERSION,
} from '@sharpness-lab/core';
import { folderStore, localLauncher } from '@sharpness-lab/core/node';
import { afterAll, expect, test } from 'vitest';
import { decideByMean, decideByWorst } from '../claims/claim.ts';
import { trainingLab } from '../fixtures/lab.ts';
import type { StudyRecord } from '../records/study-record.ts';
import type { Scale, Study } from '../study.ts';
import type { Variation } from '../vary.ts';
import { executeStudies } from './execute-studies.ts';

const root = mkdtempSync(join(tmpdir(), 'studies-'));
afterAll(() => rmSync(root, { recursive: true }));

const clock: Clock = { now: () => performance.now(), date: () => new Date('2026-05-04T10:00:00Z') };

/** A lab that keeps runs in a folder and executes them in this process, and what its reporter was told. */
function labIn(out: string, launcher?: Launcher): { readonly lab: Lab; readonly told: string[] } {
  const told: string[] = [];
  const progress = { update() {}, stop() {} };
  const reporter: Reporter = {
    tell: (message) => told.push(message),
    warn: (message) => told.push(`warning: ${message}`),
    begin: () => progress,
  };
  const lab: Lab = trainingLab(
    serviceModule(CLOCK, () => clock),
    serviceModule(RUN_STORE, () => folderStore(out)),
    serviceModule(LAUNCHER, () => launcher ?? localLauncher(lab)),
    serviceModule(REPORTER, () => reporter),
  );
  return { lab, told };
}

/** A study of computed values, which should be below 1. */
const study = (name: string, ...values: number[]): Study => ({
  name,
  title: 'values are small',
  experiments: {},
  conclude: () => ({
    claims: [
      decideByWorst(
        { id: `${name}/below-one`, statement: 'Small.', statistic: 'value', expected: { below: 1 }, why: 'one' },
        values.map((value, index) => ({ label: `case ${index}`, value })),
      ),
    ],
    tables: ['a table\n'],
  }),
});

/** A study of trained networks: two seeds of the width 4, a few steps each. */
const trained: Study = {
  name: 'trained',
  title: 'networks are trained',
  experiments: Object.fromEntries([0, 1].map((seed) => [`seed-${seed}`, tiny(seed)])),
  conclude: (runs) => ({
    claims: [
      decideByMean(
        { id: 'trained/loss', statement: 'Small.', statistic: 'loss', expected: { below: 1e6 }, why: 'any' },
        Object.entries(runs).map(([label, { measurements }]) => ({ label, value: measurements.length })),
      ),
    ],
    tables: [],
  }),
};

function tiny(seed: number): Study['experiments'][string] {
  return {
    name: 'tiny',
    seed,
    dataset: { name: 'xor', dimension: 4, trainSize: 8, testSize: 8 },
    model: { name: '2-mlp-bias', width: 4 },
    init: 'uniform-fan-in',
    loss: 'mse',
    phases: [{ optimizer: { name: 'sgd', learningRate: 0.1 }, batchSize: 1, epochs: 3 }],
    measure: { every: 3 },
  };
}

const trainedRequest = {
  label: 'small',
  studies: [trained],
  scale: 'quick',
  commandFor: (name: string) => name,
} as const;

interface Execution {
  readonly studies: readonly Study[];
  readonly out: string;
  readonly scale?: Scale;
  readonly variations?: readonly Variation[];
}

async function execute({ studies, out, scale = 'quick', variations = [] }: Execution) {
  const { lab, told } = labIn(out);
  const commandFor = (name: string) => `sharpness reproduce ${name}`;
  const judges = { judge: '1.2.3' };
  const executed = await executeStudies(lab, { label: 'small', studies, scale, variations, judges, commandFor });
  return { executed, told };
}

function recorded(out: string): StudyRecord[] {
  return JSON.parse(readFileSync(join(out, 'claims.json'), 'utf8')).studies;
}

test('claims are judged, returned and recorded in claims.json', async () => {
  const out = join(root, 'holds');
  const { executed } = await execute({ studies: [study('small', 0.5, 0.7)], out });
  expect(executed).toMatchObject({ failed: false, seconds: expect.any(Number) });
  const [record] = recorded(out);
  expect(executed?.records).toEqual([record]);
  expect(record).toMatchObject({
    command: 'sharpness reproduce small',
    scale: 'quick',
    tables: ['a table\n'],
    runs: [],
    environment: { date: '2026-05-04T10:00:00.000Z', versions: { judge: '1.2.3' } },
  });
  expect(record?.claims[0]).toMatchObject({
    verdict: 'holds',
    values: [
      { label: 'case 0', value: 0.5 },
      { label: 'case 1', value: 0.7 },
    ],
  });
});

test('a claim that fails is told, one that is undecided is no failure', async () => {
  expect((await execute({ studies: [study('small', 0.5), study('large', 0.5, 2)], out: root })).executed?.failed).toBe(
    true,
  );
  expect((await execute({ studies: [study('small')], out: root })).executed?.failed).toBe(false);
});

test('executions add up: the same study of the same scale is replaced', async () => {
  const out = join(root, 'added');
  await execute({ studies: [study('a', 0.1), study('b', 0.2)], out });
  await execute({ studies: [study('b', 0.3)], out, scale: 'paper' });
  await execute({ studies: [study('b', 0.4)], out });
  const values = recorded(out).map(({ name, scale, claims }) => [name, scale, claims[0]?.values[0]?.value]);
  expect(values).toEqual([
    ['a', 'quick', 0.1],
    ['b', 'quick', 0.4],
    ['b', 'paper', 0.3],
  ]);
});

test('executions at once lose nothing', async () => {
  const out = join(root, 'at-once');
  await Promise.all(['a', 'b', 'c'].map((name) => execute({ studies: [study(name, 0.1)], out })));
  expect(
    recorded(out)
      .map(({ name }) => name)
      .sort(),
  ).toEqual(['a', 'b', 'c']);
});

test('runs by key, variations and what they were made with are recorded; a second execution trains nothing', async () => {
  const out = join(root, 'trained');
  const overrides = () => [['phases.0.epochs', 2]] as const;
  const request = { studies: [trained], out, variations: [{ name: 'fewer epochs', overrides }] };
  const { told } = await execute(request);
  expect(told[0]).toMatch(/^small: 4 runs; 1 at a time, about /);
  expect(told.filter((line) => /^tiny, seed [01]: completed in /.test(line))).toHaveLength(4);
  const [record] = recorded(out);
  expect(record?.runs).toMatchObject([
    { key: 'seed-0', name: 'tiny', seed: 0, status: 'completed' },
    { key: 'seed-1', name: 'tiny', seed: 1, status: 'completed' },
  ]);
  for (const { dir = '' } of record?.runs ?? []) expect(existsSync(join(out, dir, 'result.json'))).toBe(true);
  expect(record?.variations).toMatchObject([{ title: 'fewer epochs', claims: [{ id: 'trained/loss' }] }]);
  expect(record?.environment.versions).toMatchObject({
    '@sharpness-lab/core': VERSION,
    '@sharpness-lab/datasets': VERSION,
    judge: '1.2.3',
  });
  const again = await execute(request);
  expect(again.told).toEqual(['small: 4 runs, 4 of them finished before; 1 at a time, nothing to train']);
  expect(again.executed?.records[0]?.claims).toEqual(record?.claims);
});

test('runs that two studies share are executed once', async () => {
  const out = join(root, 'shared');
  const { told } = await execute({ studies: [trained, { ...trained, name: 'again' }], out });
  expect(told[0]).toMatch(/^small: 2 runs;/);
  expect(recorded(out).map(({ name, runs }) => [name, runs.length])).toEqual([
    ['trained', 2],
    ['again', 2],
  ]);
});

test('a run that fails is told with its reason; its study concludes without it', async () => {
  const out = join(root, 'failed');
  const launcher: Launcher = {
    concurrency: 1,
    async *launch(runs) {
      for (const run of runs.keys()) yield { type: 'outcome', run, outcome: { status: 'failed', message: 'no luck' } };
    },
  };
  const { lab, told } = labIn(out, launcher);
  const executed = await executeStudies(lab, trainedRequest);
  expect(executed?.failed).toBe(true);
  expect(told).toContain('warning: tiny, seed 1, failed: no luck');
  expect(executed?.records[0]?.claims[0]?.values.map(({ value }) => value)).toEqual([0, 0]);
  expect(executed?.records[0]?.runs[0]).toEqual({ key: 'seed-0', name: 'tiny', seed: 0, status: 'failed' });
});

test('an outcome of another run than the planned one counts as failed', async () => {
  const out = join(root, 'changed');
  // As if a file of the dataset had changed after planning.
  const launcher: Launcher = {
    concurrency: 1,
    launch: (runs, signal) => {
      const others = Array.from(
        runs,
        ([key, config]) => [key, lab.resolve(config, [['dataset.testSize', 9]])] as const,
      );
      return localLauncher(lab).launch(new Map(others), signal);
    },
  };
  const { lab, told } = labIn(out, launcher);
  const executed = await executeStudies(lab, trainedRequest);
  expect(executed?.failed).toBe(true);
  expect(told.find((line) => line.startsWith('warning'))).toMatch(
    /^warning: tiny, seed \d, failed: it is another run \(.*\) than the one that was planned: a file that it reads has changed in the meantime$/,
  );
  expect(executed?.records[0]?.runs.map(({ status }) => status)).toEqual(['failed', 'failed']);
});

test('a signal stops it; nothing is concluded', async () => {
  const out = join(root, 'stopped');
  const { lab } = labIn(out);
  expect(await executeStudies(lab, trainedRequest, AbortSignal.abort())).toBeUndefined();
  expect(existsSync(join(out, 'claims.json'))).toBe(false);
});

test('an experiment that cannot run is refused before the first run begins', async () => {
  const out = join(root, 'refused');
  const wrong: Study = {
    ...trained,
    experiments: { good: tiny(0), bad: { ...tiny(1), model: { name: '2-mlp-bias', width: -1 } } },
  };
  await expect(execute({ studies: [wrong], out })).rejects.toThrow('model.width');
  expect(existsSync(out)).toBe(false);
});
