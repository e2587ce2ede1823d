import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { run } from '../fixtures/run.ts';
import { readRuns } from './read-runs.ts';
import type { Run } from './run.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'read-runs-'));
});
afterEach(() => rmSync(root, { recursive: true }));

/** Writes a run in the form of `sharpness run`, and returns it in the form of `readRuns`. */
function saved(name: string, made: Run): Run {
  const dir = join(root, name);
  mkdirSync(dir, { recursive: true });
  const json = (file: string, value: object) => writeFileSync(join(dir, file), JSON.stringify({ format: 1, ...value }));
  const environment = { ...made.environment, engine: { ...made.environment.engine, options: {} } };
  json('config.json', made.config);
  json('environment.json', environment);
  json('quantities.json', { quantities: made.quantities });
  if (made.result !== undefined) json('result.json', made.result);
  writeFileSync(
    join(dir, 'metrics.jsonl'),
    made.measurements.map((point) => `${JSON.stringify({ format: 1, ...point })}\n`).join(''),
  );
  return { ...made, dir, environment };
}

const measured = { 0: { 'train-loss': 1 }, 5: { 'train-loss': 0.25 } };
const seed = (seed: number) => run({ config: { seed }, measured });

test('runs are read from their folders and from folders of runs, each once', async () => {
  const [second, tenth] = [saved('all/e-s2', seed(2)), saved('all/e-s10', seed(10))];
  const apart = saved('apart', run({ measured, status: 'diverged' }));
  writeFileSync(join(root, 'all', 'claims.json'), '[]');
  mkdirSync(join(root, 'all', 'notes'));
  expect(await readRuns([join(root, 'apart'), join(root, 'all')])).toEqual([apart, second, tenth]);
  expect(await readRuns([tenth.dir, `${root}/all/`, `${second.dir}/`])).toEqual([tenth, second]);
});

test('files that a shell’s * finds beside runs are passed over', async () => {
  const only = saved('e-s0', seed(0));
  writeFileSync(join(root, 'claims.json'), '[]');
  expect(await readRuns([join(root, 'claims.json'), only.dir])).toEqual([only]);
  await expect(readRuns([join(root, 'claims.json')])).rejects.toThrow(/claims\.json is neither a run's folder nor/);
});

test('a run that goes on is read as far as it has come', async () => {
  const going = saved('going', run({ measured, status: 'unfinished' }));
  writeFileSync(join(going.dir, 'metrics.jsonl'), `${JSON.stringify(going.measurements[0])}\n{"phase":0,"ep`);
  expect(await readRuns([going.dir])).toEqual([{ ...going, measurements: going.measurements.slice(0, 1) }]);
  rmSync(join(going.dir, 'metrics.jsonl'));
  expect(await readRuns([going.dir])).toEqual([{ ...going, measurements: [] }]);
});

test.each([
  ['config.json', '{"name":', /config\.json \(it is damaged\)/],
  ['config.json', '{"name":"e","seed":0}', /config\.json: phases: /],
  ['environment.json', '{}', /environment\.json \(it is damaged\)/],
  ['metrics.jsonl', '{"epoch":', /metrics\.jsonl cannot be read .*remove its folder/],
])('a damaged %s (%s) is an error of the run that was named, and a warning in a folder', async (file, text, reason) => {
  const whole = saved('runs/whole', seed(0));
  const { dir } = saved('runs/damaged', seed(1));
  writeFileSync(join(dir, file), text);
  await expect(readRuns([dir])).rejects.toMatchObject({ name: 'LabError', kind: 'store' });
  await expect(readRuns([dir])).rejects.toThrow(reason);
  const warnings: string[] = [];
  expect(await readRuns([join(root, 'runs')], (warning) => warnings.push(warning))).toEqual([whole]);
  expect(warnings).toEqual([expect.stringMatching(reason)]);
  expect(warnings[0]).toContain(dir);
});

test('nothing there, nothing in it, and nothing whole in it are errors with a way out', async () => {
  mkdirSync(join(root, 'empty'));
  await expect(readRuns([join(root, 'nowhere')])).rejects.toThrow(/nowhere does not exist: expected a run's folder/);
  await expect(readRuns([join(root, 'empty')])).rejects.toThrow(/empty is neither .*"sharpness run" made/);
  writeFileSync(join(saved('bad/one', seed(0)).dir, 'config.json'), '');
  await expect(readRuns([join(root, 'bad')])).rejects.toThrow(/none of the runs in .*bad can be read/);
});
