import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { RunEvent } from '../events.ts';
import { createLab } from '../lab.ts';
import { loadPackages, locatePackages } from './packages.ts';
import { recordRun } from './record.ts';
import { prepareOutput } from './run-directory.ts';

const folder = mkdtempSync(join(tmpdir(), 'runs-'));
afterAll(() => rmSync(folder, { recursive: true }));

const tinyLab = new URL('../../fixtures/tiny-lab.js', import.meta.url).href;
const lab = createLab(await loadPackages(await locatePackages([tinyLab], [folder])));
const experiment = {
  name: 'tiny',
  seed: 7,
  dataset: 'line',
  model: 'slope',
  init: 'zero',
  loss: 'squared',
  metrics: ['error'],
  phases: [{ optimizer: 'descent', epochs: 4 }],
};

const plan = (overrides: readonly (readonly [string, unknown])[] = []) => lab.plan(lab.resolve(experiment, overrides));
const json = (dir: string, file: string) => JSON.parse(readFileSync(join(dir, file), 'utf8')) as unknown;

test('a run leaves its configuration, environment, metrics, weights and result', async () => {
  const out = join(folder, 'complete/runs');
  const planned = plan([['measure.every', 1]]);
  const { dir, result, status, reused } = await recordRun({ lab, planned, out });

  expect({ status, reused }).toEqual({ status: 'completed', reused: false });
  expect(dir).toBe(join(out, `tiny-s7-${planned.identity.runId}`));
  expect(readdirSync(dir).sort()).toEqual([
    'config.json',
    'environment.json',
    'metrics.jsonl',
    'result.json',
    'weights.safetensors',
  ]);
  expect(json(dir, 'result.json')).toEqual(result);
  // The saved configuration is complete: resolving it changes nothing, and gives the same run.
  const saved = lab.resolve(json(dir, 'config.json'));
  expect(JSON.stringify(saved)).toBe(JSON.stringify(planned.experiment.config));
  expect(lab.plan(saved).identity.runId).toBe(planned.identity.runId);
  expect(json(dir, 'environment.json')).toMatchObject({
    runId: planned.identity.runId,
    node: process.version,
    engine: { name: 'plain' },
    versions: { 'tiny-lab.js': expect.any(String) },
  });
  // The error of gradient descent halves with every step at learning rate 1/4.
  const lines = readFileSync(join(dir, 'metrics.jsonl'), 'utf8').trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject(
    [1, 0.5, 0.25, 0.125, 0.0625].map((error, epoch) => ({ phase: 0, epoch, step: epoch, values: { error } })),
  );
  const weights = readFileSync(join(dir, 'weights.safetensors'));
  expect(weights.readFloatLE(weights.length - 4)).toBe(1 - 0.0625);
});

test('what is reported is on disk already', async () => {
  const out = join(folder, 'order');
  const reported: string[] = [];
  const onEvent = (event: RunEvent) => {
    const [name = ''] = readdirSync(out);
    const dir = join(out, name);
    if (event.type === 'started') reported.push(`config ${existsSync(join(dir, 'config.json'))}`);
    if (event.type === 'measured') {
      const last = readFileSync(join(dir, 'metrics.jsonl'), 'utf8').trimEnd().split('\n').at(-1) as string;
      reported.push(`epoch ${event.epoch} ${last.includes(`"epoch":${event.epoch},`)}`);
    }
    if (event.type === 'finished') reported.push(`result ${existsSync(join(dir, 'result.json'))}`);
  };
  await recordRun({ lab, planned: plan(), out, onEvent });
  expect(reported).toEqual(['config true', 'epoch 0 true', 'epoch 4 true', 'result true']);
});

test('a finished run is reused, whatever it is called', async () => {
  const out = join(folder, 'reuse');
  const first = await recordRun({ lab, planned: plan(), out });
  const events: RunEvent[] = [];
  const again = await recordRun({
    lab,
    planned: plan([['name', 'renamed']]),
    out,
    onEvent: (event) => events.push(event),
  });
  expect(again).toEqual({ ...first, reused: true });
  expect(events).toEqual([]);
  expect(readdirSync(out)).toHaveLength(1);
});

test('another seed is another run', async () => {
  const out = join(folder, 'seeds');
  await recordRun({ lab, planned: plan(), out });
  expect((await recordRun({ lab, planned: plan([['seed', 8]]), out })).reused).toBe(false);
});

test('a diverged run keeps what it measured, and is finished', async () => {
  const out = join(folder, 'diverged');
  const planned = plan([
    ['phases.0.optimizer', { name: 'descent', learningRate: 1e200 }],
    ['phases.0.epochs', 100],
  ]);
  const { status, result, dir } = await recordRun({ lab, planned, out });
  expect(status).toBe('diverged');
  expect(result.divergedAtStep).toBeGreaterThan(0);
  expect(readFileSync(join(dir, 'metrics.jsonl'), 'utf8')).toContain('"error":1');
  expect((await recordRun({ lab, planned, out })).reused).toBe(true);
});

test('an interrupted run keeps what it measured, and is started afresh', async () => {
  const out = join(folder, 'interrupted');
  const planned = plan([
    ['phases.0.epochs', 1e9],
    ['phases.0.optimizer.learningRate', 0],
  ]);
  const stop = new AbortController();
  const onEvent = ({ type }: RunEvent) => type === 'progress' && stop.abort();
  const { status, dir } = await recordRun({ lab, planned, out, signal: stop.signal, onEvent });
  expect(status).toBe('interrupted');
  expect(json(dir, 'result.json')).toMatchObject({ status: 'interrupted' });
  writeFileSync(join(dir, 'left-over'), '');

  const again = await recordRun({ lab, planned, out, signal: stop.signal });
  expect(again).toMatchObject({ reused: false, dir });
  expect(existsSync(join(dir, 'left-over'))).toBe(false);
  expect(readFileSync(join(dir, 'metrics.jsonl'), 'utf8').trimEnd().split('\n')).toHaveLength(1);
});

test.each(['{ "status": "comp', '', '{ "runId": "other", "status": "completed" }'])(
  'a damaged result is not taken for a finished run: %s',
  async (content) => {
    const out = join(folder, 'damaged');
    const { dir, result } = await recordRun({ lab, planned: plan(), out });
    writeFileSync(join(dir, 'result.json'), content);
    const again = await recordRun({ lab, planned: plan(), out });
    expect(again.reused).toBe(false);
    expect(again.result.final).toEqual(result.final);
  },
);

test('a run that cannot start leaves nothing behind', async () => {
  const out = join(folder, 'never');
  const planned = plan();
  const broken = {
    ...planned,
    experiment: { ...planned.experiment, initializer: { initialize: () => ({ w: new Float32Array(2) }) } },
  };
  await expect(recordRun({ lab, planned: broken, out })).rejects.toThrow('expected 1');
  expect(existsSync(out)).toBe(false);
});

test('a run that throws keeps what it measured, and is not finished', async () => {
  const out = join(folder, 'throws');
  const planned = plan([['phases.0.optimizer.failAtStep', 2]]);
  await expect(recordRun({ lab, planned, out })).rejects.toThrow('failed as told, at step 2');
  const [name = ''] = readdirSync(out);
  expect(readdirSync(join(out, name)).sort()).toEqual(['config.json', 'environment.json', 'metrics.jsonl']);
});

test('an output folder that cannot be written is refused before anything runs', async () => {
  writeFileSync(join(folder, 'file'), '');
  const events: RunEvent[] = [];
  const out = join(folder, 'file/runs');
  const recorded = recordRun({ lab, planned: plan(), out, onEvent: (event) => events.push(event) });
  await expect(recorded).rejects.toMatchObject({ name: 'LabError', kind: 'store', message: /cannot be written/ });
  await expect(prepareOutput(out)).rejects.toMatchObject({ name: 'LabError', kind: 'store' });
  expect(events).toEqual([]);
});

test('a folder name that the file system refuses leaves nothing behind', async () => {
  const out = join(folder, 'long');
  const planned = plan([['name', 'x'.repeat(300)]]);
  await expect(recordRun({ lab, planned, out })).rejects.toMatchObject({ kind: 'store' });
  expect(existsSync(out)).toBe(false);
});

test('preparing an output folder leaves it empty', async () => {
  const out = join(folder, 'prepared/deep');
  await prepareOutput(out);
  expect(readdirSync(out)).toEqual([]);
  mkdirSync(join(out, 'kept'));
  await prepareOutput(out);
  expect(readdirSync(out)).toEqual(['kept']);
});
