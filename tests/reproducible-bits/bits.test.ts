import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type LaunchEvent, type RecordedRun, recordRun } from '@sharpness-lab/core';
import { decodeSafetensors, encodeSafetensors, folderStore, locatePackages } from '@sharpness-lab/core/node';
import { afterAll, expect, test } from 'vitest';
import { launchChromium } from '../chromium.ts';
import { executeAllIn } from './chromium.ts';
import { executeAll, lab } from './execute.ts';
import { experiments } from './experiments.ts';
import { hash, type Row, type Table, tableOf } from './hashes.ts';

/*
 * The same experiment gives the same bits: in this version of Node, on worker threads, in Chromium, in one go and in
 * pieces. hashes.json has their hashes. After an intended change, and after a new experiment in experiments.ts, write
 * it anew:
 *
 *     UPDATE_HASHES=true npx vitest run tests/reproducible-bits
 */
const path = join(import.meta.dirname, 'hashes.json');
const here = tableOf(await executeAll());
if (process.env.UPDATE_HASHES === 'true') writeFileSync(path, `${JSON.stringify(here, null, 2)}\n`);
const committed = JSON.parse(readFileSync(path, 'utf8')) as Table;
const committedRuns = Object.fromEntries(
  Object.entries(committed).map(([name, { status, steps, parameters }]) => [name, { status, steps, parameters }]),
);

const folder = mkdtempSync(join(tmpdir(), 'bits-'));
afterAll(() => rmSync(folder, { recursive: true }));

const names = Object.keys(experiments);

/** The result in the folder of a run. */
function recorded({ status, result: { steps }, dir }: RecordedRun): Pick<Row, 'status' | 'steps' | 'parameters'> {
  // The tensors alone: a file of a run says its format too.
  const { tensors } = decodeSafetensors(readFileSync(join(dir, 'weights.safetensors')));
  return { status, steps, parameters: hash(encodeSafetensors(tensors)) };
}

test('in this process', () => {
  expect(here).toEqual(committed);
});

test('every plugin that decides bits takes part', () => {
  const resolved = names.map((name) => JSON.stringify(lab.resolve(experiments[name])));
  const named = new Set(resolved.flatMap((text) => Array.from(text.matchAll(/"name":"([^"]+)"/g), ([, name]) => name)));
  const kinds = ['dataset', 'model', 'initializer', 'loss', 'optimizer', 'constraint', 'schedule'] as const;
  const plugins = kinds.flatMap((kind) => lab.registry.list(kind).map(({ definition }) => definition.name));
  expect(plugins.filter((name) => !named.has(name))).toEqual([]);
  expect(plugins).toContain('1-sam');
});

test('only what is meant to diverges', () => {
  const diverged = Object.entries(committed).filter(([, { status }]) => status !== 'completed');
  expect(diverged.map(([name]) => name)).toEqual(names.filter((name) => name.startsWith('divergence')));
});

test('on worker threads, four at a time', async () => {
  const root = resolve(import.meta.dirname, '../..');
  const packages = await locatePackages(
    ['datasets', 'models', 'optimizers', 'paper', 'engine-wasm'].map((name) => `@sharpness-lab/${name}`),
    [root],
  );
  const runs = names.map((name) => [name, lab.resolve(experiments[name])]);
  const output = execFileSync(
    process.execPath,
    [
      join(root, 'packages/core/fixtures/launch-on-threads.js'),
      JSON.stringify({ runs, packages, out: join(folder, 'threads'), threads: 4 }),
    ],
    { encoding: 'utf8' },
  );
  const finished: Record<string, ReturnType<typeof recorded>> = {};
  for (const line of output.trimEnd().split('\n')) {
    const event = JSON.parse(line) as LaunchEvent;
    if (event.type === 'outcome') finished[event.run] = recorded(event.outcome as RecordedRun);
  }
  expect(finished).toEqual(committedRuns);
});

test('stopped at three epochs and started again each time', async () => {
  const inPieces = async (name: string) => {
    const config = lab.resolve(experiments[name]);
    const epochs = config.phases.reduce((sum, phase) => sum + phase.epochs, 0);
    const every = Math.ceil(epochs / 4);
    const planned = lab.plan({ ...config, measure: { every } });
    let run: RecordedRun | undefined;
    for (const last of [every, 2 * every, 3 * every, epochs]) {
      const stop = new AbortController();
      run = await recordRun({
        lab,
        planned,
        store: folderStore(join(folder, 'pieces')),
        signal: stop.signal,
        onEvent: (event) => {
          if (event.type === 'measured' && event.epoch >= last) stop.abort();
        },
      });
      if (run.status !== 'diverged') expect(run.result.epochs).toBe(last);
    }
    return [name, recorded(run as RecordedRun)] as const;
  };
  expect(Object.fromEntries(await Promise.all(names.map(inPieces)))).toEqual(committedRuns);
});

test('in Chromium', async ({ skip }) => {
  const browser = await launchChromium();
  if (browser === undefined) return skip();
  try {
    expect(tableOf(await executeAllIn(browser))).toEqual(committed);
  } finally {
    await browser.close();
  }
});
