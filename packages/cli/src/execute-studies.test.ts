import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLab, type Launcher, VERSION } from '@sharpness-lab/core';
import type { ThreadLauncherOptions } from '@sharpness-lab/core/node';
import { decideByMean, decideByWorst, type Scale, type Study, type StudyRecord } from '@sharpness-lab/paper/claims';
import { afterAll, expect, test, vi } from 'vitest';
import { executeStudies } from './execute-studies.ts';

// Worker threads load plain JavaScript only. The tests of the built command cover them.
vi.mock('@sharpness-lab/core/node', async (importOriginal) => {
  const original = await importOriginal<typeof import('@sharpness-lab/core/node')>();
  return {
    ...original,
    threadLauncher: ({ packages, out }: ThreadLauncherOptions): Launcher => ({
      async *launch(configs, signal) {
        const lab = createLab(await original.loadPackages(packages));
        yield* original.localLauncher({ lab, out }).launch(configs, signal);
      },
    }),
  };
});

const root = mkdtempSync(join(tmpdir(), 'studies-'));
const printed = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
afterAll(() => {
  printed.mockRestore();
  rmSync(root, { recursive: true });
});

/** A study of computed values. Its claim is that they are below 1. */
const study = (name: string, ...values: number[]): Study => ({
  name,
  title: 'values are small',
  runs: [],
  conclude: () => ({
    outcomes: [
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
  runs: [0, 1].map((seed) => ({
    name: 'tiny',
    seed,
    dataset: { name: 'xor', dimension: 4, trainSize: 8, testSize: 8 },
    model: { name: '2-mlp-bias', width: 4 },
    init: 'uniform-fan-in',
    loss: 'mse',
    phases: [{ optimizer: { name: 'sgd', learningRate: 0.1 }, batchSize: 1, epochs: 3 }],
    measure: { every: 3 },
    observers: [],
  })),
  conclude: (runs) => ({
    outcomes: [
      decideByMean(
        { id: 'trained/loss', statement: 'Small.', statistic: 'loss', expected: { below: 1e6 }, why: 'any' },
        runs.map(({ config, final }) => ({ label: `seed ${config.seed}`, value: final['train-loss'] as number })),
      ),
    ],
    tables: [],
  }),
};

interface Execution {
  readonly studies: readonly Study[];
  readonly out: string;
  readonly scale?: Scale;
  readonly json?: boolean;
  readonly variations?: Parameters<typeof executeStudies>[0]['variations'];
}

async function execute({ studies, out, scale = 'quick', json = false, variations = [] }: Execution) {
  printed.mockClear();
  const commandFor = (name: string) => `sharpness reproduce ${name}`;
  const code = await executeStudies(
    { label: 'small', studies, scale, variations, commandFor },
    { out, quiet: true, json },
  );
  return { code, text: printed.mock.calls.map(([text]) => String(text)).join('') };
}

function recorded(out: string): StudyRecord[] {
  return JSON.parse(readFileSync(join(out, 'claims.json'), 'utf8')).studies;
}

test('claims that hold end with 0 and stand in claims.json', async () => {
  const out = join(root, 'holds');
  const { code, text } = await execute({ studies: [study('small', 0.5, 0.7)], out });
  expect(code).toBe(0);
  expect(text).toContain('a table\n');
  expect(text).toContain('1 claims: 1 hold, 0 fail, 0 undecided\n');
  const [record] = recorded(out);
  expect(record).toMatchObject({
    command: 'sharpness reproduce small',
    scale: 'quick',
    tables: ['a table\n'],
    runs: [],
  });
  expect(record?.outcomes[0]).toMatchObject({
    verdict: 'holds',
    values: [
      { label: 'case 0', value: 0.5 },
      { label: 'case 1', value: 0.7 },
    ],
  });
});

test('one that fails ends with 1 and says where', async () => {
  const { code, text } = await execute({ studies: [study('small', 0.5), study('large', 0.5, 2)], out: root });
  expect(code).toBe(1);
  expect(text).toContain('large/below-one: "Small." fails: in 1 of 2 cases, for example case 1: 2\n');
});

test('one that is undecided ends with 0', async () => {
  expect((await execute({ studies: [study('small')], out: root })).code).toBe(0);
});

test('commands add up: the same study of the same scale is replaced', async () => {
  const out = join(root, 'added');
  await execute({ studies: [study('a', 0.1), study('b', 0.2)], out });
  await execute({ studies: [study('b', 0.3)], out, scale: 'paper' });
  await execute({ studies: [study('b', 0.4)], out });
  const values = recorded(out).map(({ name, scale, outcomes }) => [name, scale, outcomes[0]?.values[0]?.value]);
  expect(values).toEqual([
    ['a', 'quick', 0.1],
    ['b', 'quick', 0.4],
    ['b', 'paper', 0.3],
  ]);
});

test('commands at once lose nothing', async () => {
  const out = join(root, 'at-once');
  await Promise.all(['a', 'b', 'c'].map((name) => execute({ studies: [study(name, 0.1)], out })));
  expect(
    recorded(out)
      .map(({ name }) => name)
      .sort(),
  ).toEqual(['a', 'b', 'c']);
});

test('runs, variations and what they were made with are recorded', async () => {
  const out = join(root, 'trained');
  const overrides = () => [['phases.0.epochs', 2]] as const;
  const variations = [{ name: 'fewer epochs', overrides }];
  const { code, text } = await execute({ studies: [trained], out, json: true, variations });
  expect(code).toBe(0);
  const [record] = recorded(out);
  expect(record?.runs).toMatchObject([
    { name: 'tiny', seed: 0, status: 'completed' },
    { name: 'tiny', seed: 1, status: 'completed' },
  ]);
  for (const { dir = '' } of record?.runs ?? []) expect(existsSync(join(out, dir, 'result.json'))).toBe(true);
  expect(record?.variations).toMatchObject([{ title: 'fewer epochs', outcomes: [{ id: 'trained/loss' }] }]);
  expect(record?.environment.versions).toMatchObject({
    '@sharpness-lab/core': VERSION,
    '@sharpness-lab/datasets': expect.any(String),
    '@sharpness-lab/paper': expect.any(String),
  });
  expect(Math.abs(Date.now() - Date.parse(record?.environment.date ?? ''))).toBeLessThan(60_000);
  expect(JSON.parse(text)).toEqual({ seconds: expect.any(Number), studies: [record] });
});
