import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Run } from '../runs/run.ts';
import { madeUpRun, record } from './fixtures/contents.ts';
import { gather } from './gather.ts';
import { writeReport } from './write-report.ts';

const root = mkdtempSync(join(tmpdir(), 'report-'));
afterAll(() => rmSync(root, { recursive: true }));

function folderOf(name: string, runs: readonly Run[], claims?: object): string {
  const folder = join(root, name);
  mkdirSync(folder);
  for (const { dir, config, environment, quantities, result = {}, measurements } of runs) {
    const path = join(folder, basename(dir));
    mkdirSync(path);
    const json = (file: string, value: object) =>
      writeFileSync(join(path, file), JSON.stringify({ format: 1, ...value }));
    json('config.json', config);
    json('environment.json', { ...environment, engine: { ...environment.engine, options: {} } });
    json('quantities.json', { quantities });
    json('result.json', result);
    writeFileSync(
      join(path, 'metrics.jsonl'),
      measurements.map((point) => `${JSON.stringify({ format: 1, ...point })}\n`).join(''),
    );
  }
  if (claims !== undefined) writeFileSync(join(folder, 'claims.json'), JSON.stringify(claims));
  return folder;
}

const study = (name: string, date: string) => ({
  ...record,
  name,
  runs: [],
  environment: { ...record.environment, date },
});

test('runs are told by experiment, with the curves of their groups', async () => {
  const runs = [madeUpRun('sweep', 0, 5), madeUpRun('sweep', 1, 5), madeUpRun('other', 0, 4)];
  const { experiments, studies } = await gather({ title: 't', paths: [folderOf('runs', runs)] });
  expect(studies).toEqual([]);
  expect(experiments.map(({ name, groups }) => [name, groups.map((group) => group.runs.length)])).toEqual([
    ['other', [1]],
    ['sweep', [2]],
  ]);
  expect(experiments.map(({ charts }) => charts.map(({ name }) => name))).toEqual([['other-curves'], ['sweep-curves']]);
});

test('curves of more configurations than fit are left out, and a note says of how many', async () => {
  const runs = Array.from({ length: 300 }, (_, k) => madeUpRun('many', 0, 30 + k));
  const folder = folderOf(
    'many',
    runs.map((run, k) => ({ ...run, dir: `many-s0-${String(k).padStart(12, '0')}` })),
  );
  const { experiments } = await gather({ title: 't', paths: [folder] });
  // 24 points of 2 metrics for each of 250 make 12,000, drawn six to a chart.
  expect(experiments[0]?.charts).toHaveLength(42);
  expect(experiments[0]?.note).toContain('50 configurations');
});

test('studies stand in the order wanted, the newest of a name, and missing ones are listed', async () => {
  const old = folderOf('old', [], { format: 1, studies: [study('b', '2026-01-01'), study('a', '2026-01-03')] });
  const fresh = folderOf('fresh', [], { format: 1, studies: [study('b', '2026-01-02'), study('a', '2026-01-02')] });
  const wanted = ['a', 'b', 'c'].map((name) => ({ name, title: name, command: `make ${name}` }));
  const { studies, missing } = await gather({ title: 't', paths: [old, fresh], wanted });
  expect(studies.map(({ record: { name, environment } }) => [name, environment.date])).toEqual([
    ['a', '2026-01-03'],
    ['b', '2026-01-02'],
  ]);
  expect(missing.map(({ name }) => name)).toEqual(['c']);
});

test('a study at two scales is told twice, the paper’s first', async () => {
  const at = (name: string, scale: 'quick' | 'paper', date: string) => ({ ...study(name, date), scale });
  const first = folderOf('scales', [], {
    format: 1,
    studies: [at('b', 'quick', '2026-01-05'), at('a', 'quick', '2026-01-01'), at('b', 'paper', '2026-01-01')],
  });
  const second = folderOf('scales-again', [], { format: 1, studies: [at('b', 'paper', '2026-01-02')] });
  const told = async (wanted: { name: string; title: string; command: string }[]) =>
    (await gather({ title: 't', paths: [first, second], wanted })).studies.map(
      ({ record: { name, scale, environment } }) => `${name} ${scale} ${environment.date}`,
    );
  const b = ['b paper 2026-01-02', 'b quick 2026-01-05'];
  expect(await told([])).toEqual([...b, 'a quick 2026-01-01']);
  expect(await told([{ name: 'a', title: 'a', command: 'make a' }])).toEqual(['a quick 2026-01-01', ...b]);
});

test('a report is one file, in a folder that it makes', async () => {
  const file = join(root, 'new', 'report.html');
  await writeReport(file, { title: 'A title', paths: [folderOf('one', [madeUpRun('one', 0)])] });
  expect(readFileSync(file, 'utf8')).toContain('<title>A title</title>');
});

test('what cannot be read or written is an error', async () => {
  const paths = [folderOf('good', [madeUpRun('one', 0)])];
  await expect(gather({ title: 't', paths: [join(root, 'nowhere')] })).rejects.toThrow(/nowhere does not exist/);
  mkdirSync(join(root, 'taken.html'));
  await expect(writeReport(join(root, 'taken.html'), { title: 't', paths })).rejects.toMatchObject({
    name: 'LabError',
    kind: 'store',
    message: expect.stringMatching(/taken\.html cannot be written/),
  });
});
