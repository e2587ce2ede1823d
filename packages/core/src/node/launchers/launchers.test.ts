import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test, vi } from 'vitest';
import type { ExperimentConfig } from '../../contracts/experiment-config.ts';
import type { LaunchEvent, Launcher, Outcome } from '../../contracts/launcher.ts';
import { createLab } from '../../lab/lab.ts';
import { loadPackages, locatePackages } from '../index.ts';
import { nodeServices } from '../services.ts';
import { localLauncher } from './local-launcher.ts';

const folder = mkdtempSync(join(tmpdir(), 'launch-'));
afterAll(() => rmSync(folder, { recursive: true }));

const packages = await locatePackages([new URL('../../../fixtures/tiny-lab.js', import.meta.url).href], [folder]);
const loaded = await loadPackages(packages);
const lab = createLab(loaded);

const script = fileURLToPath(new URL('../../../fixtures/launch-on-threads.js', import.meta.url));

/** The built thread launcher in a process of its own, because worker threads load plain JavaScript only. */
function threadsElsewhere(out: string, threads: number): Launcher {
  return {
    concurrency: threads,
    async *launch(runs, signal) {
      const child = spawn(process.execPath, [script, JSON.stringify({ runs: [...runs], packages, out, threads })], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      signal?.addEventListener('abort', () => child.kill('SIGINT'));
      for await (const line of createInterface(child.stdout)) yield JSON.parse(line) as LaunchEvent;
    },
  };
}

type Overrides = readonly (readonly [path: string, value: unknown])[];

const endless: Overrides = [
  ['phases.0.epochs', 1e9],
  ['phases.0.optimizer.learningRate', 0],
];

function configs(...overrides: Overrides[]) {
  const experiment = {
    dataset: 'line',
    model: 'slope',
    init: 'zero',
    loss: 'squared',
    metrics: ['error'],
    phases: [{ optimizer: 'descent', epochs: 4 }],
  };
  return overrides.map((each, seed) => lab.resolve(experiment, [['seed', seed], ...each]));
}

/** Runs by key: their places in the list. */
function byPlace(list: readonly ExperimentConfig[]): ReadonlyMap<string, ExperimentConfig> {
  return new Map(list.map((config, place) => [String(place), config]));
}

/** Executes runs in this process, keeping them in a folder. */
function launcherHere(out: string): Launcher {
  return localLauncher(createLab([...nodeServices({ out, packages }), ...loaded]));
}

async function collect(events: AsyncIterable<LaunchEvent>, onEvent?: (event: LaunchEvent) => void) {
  const outcomes: (Outcome | undefined)[] = [];
  const reports: string[][] = [];
  for await (const event of events) {
    onEvent?.(event);
    const place = Number(event.run);
    reports[place] = [...(reports[place] ?? []), event.type];
    if (event.type === 'outcome') outcomes[place] = event.outcome;
  }
  return { outcomes, reports };
}

describe.each<[string, (out: string, threads: number) => Launcher]>([
  ['in this process', launcherHere],
  ['on worker threads', threadsElsewhere],
])('%s', (_where, launcher) => {
  const newFolder = () => mkdtempSync(join(folder, 'out-'));

  test('runs report and end with their outcome; one that throws fails alone', async () => {
    const out = newFolder();
    const list = configs([], [['phases.0.optimizer.failAtStep', 3]], [['phases.0.epochs', 2]]);
    const { outcomes, reports } = await collect(launcher(out, 2).launch(byPlace(list)));
    expect(outcomes).toMatchObject([
      { status: 'completed', reused: false, result: { final: { values: { error: 0.0625 } } } },
      {
        status: 'failed',
        message: expect.stringMatching(
          /^optimizer "descent" of tiny-lab\.js failed: failed as told, at step 3 \(tiny-lab\.js, line \d+\)$/,
        ),
      },
      { status: 'completed', reused: false, result: { final: { values: { error: 0.25 } } } },
    ]);
    // A slow machine reports progress in between.
    const steps = reports.map((types) => types.filter((type) => type !== 'progress'));
    expect(steps[0]).toEqual(['measured', 'measured', 'outcome']);
    expect(steps[1]).toEqual(['measured', 'outcome']);
    // Each run has written its folder, with the identity that this process computes.
    expect(readdirSync(out).sort()).toEqual(
      list.map((config) => `experiment-s${config.seed}-${lab.plan(config).identity.runId}`).sort(),
    );
    expect((await collect(launcher(out, 2).launch(byPlace(list)))).outcomes).toMatchObject([
      { reused: true },
      { status: 'failed' },
      { reused: true },
    ]);
  });

  test('a signal stops the runs; those that have not begun report nothing', async () => {
    const stop = new AbortController();
    const list = configs(endless, endless, endless);
    const { outcomes } = await collect(launcher(newFolder(), 1).launch(byPlace(list), stop.signal), ({ type }) => {
      if (type === 'progress') stop.abort();
    });
    expect(outcomes).toMatchObject([{ status: 'interrupted', dir: expect.stringContaining('experiment-s0') }]);
  });

  test('a run that was stopped goes on from its checkpoint, and damage is reported', async () => {
    const out = newFolder();
    const list = configs(endless);
    const attempt = async () => {
      const stop = new AbortController();
      const events: LaunchEvent[] = [];
      await collect(launcher(out, 1).launch(byPlace(list), stop.signal), (event) => {
        events.push(event);
        if (event.type === 'progress') stop.abort();
      });
      const outcome = events.at(-1);
      return {
        events,
        epochs: outcome?.type === 'outcome' && 'result' in outcome.outcome && outcome.outcome.result.epochs,
      };
    };
    const { epochs } = await attempt();
    const { events } = await attempt();
    expect(events[0]).toEqual({ type: 'resumed', run: '0', epoch: epochs, step: epochs });

    const [name = ''] = readdirSync(out);
    for (const file of readdirSync(join(out, name, 'checkpoints'))) {
      writeFileSync(join(out, name, 'checkpoints', file), '');
    }
    expect((await attempt()).events.slice(0, 4).map(({ type }) => type)).toEqual([
      'warning',
      'warning',
      'warning',
      'measured',
    ]);
  });

  test('an empty list ends at once', async () => {
    expect((await collect(launcher(newFolder(), 2).launch(new Map()))).outcomes).toEqual([]);
  });
});

test('a thread that dies fails its run, and the others go on', async () => {
  const out = mkdtempSync(join(folder, 'out-'));
  const list = configs([['observers', ['crash']]], [], []);
  const { outcomes } = await collect(threadsElsewhere(out, 1).launch(byPlace(list)));
  expect(outcomes).toMatchObject([{ status: 'failed' }, { status: 'completed' }, { status: 'completed' }]);
});

test.skipIf(process.platform === 'darwin')('two threads never write into the same folder', async () => {
  const [config] = configs(endless);
  const list = config === undefined ? [] : [config, config];
  const stop = new AbortController();
  const launched = threadsElsewhere(mkdtempSync(join(folder, 'out-')), 2).launch(byPlace(list), stop.signal);
  const { outcomes } = await collect(launched, ({ type }) => {
    if (type === 'outcome') stop.abort();
  });
  expect(outcomes).toHaveLength(2);
  expect(outcomes).toContainEqual({ status: 'failed', message: expect.stringContaining('is in use by a run') });
  expect(outcomes).toContainEqual(expect.objectContaining({ status: 'interrupted' }));
});

test('a run stops when nobody listens any more', async () => {
  const out = mkdtempSync(join(folder, 'out-'));
  for await (const event of launcherHere(out).launch(byPlace(configs(endless)))) {
    if (event.type === 'progress') break;
  }
  const [name = ''] = readdirSync(out);
  const result = await vi.waitFor(() => readFileSync(join(out, name, 'result.json'), 'utf8'), { timeout: 20_000 });
  expect(JSON.parse(result)).toMatchObject({ status: 'interrupted' });
});
