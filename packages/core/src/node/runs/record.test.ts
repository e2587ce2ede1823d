import {
  appendFileSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { RunEvent } from '../../contracts/events.ts';
import { defineMetric } from '../../contracts/plugin.ts';
import { createLab, type Lab } from '../../lab/lab.ts';
import { pluginModule } from '../../lab/plugin-module.ts';
import { recordRun } from '../../lab/record-run.ts';
import { smallLab, smallPlugins } from '../../testing/stand-ins/small-lab.ts';
import { loadConfig } from '../config/config-file.ts';
import { loadPackages, locatePackages } from '../index.ts';
import { folderStore, runFolderStore } from './folder-store.ts';
import { readMeasurements } from './read-run.ts';
import { prepareOutput } from './run-directory.ts';
import { decodeSafetensors } from './safetensors.ts';

const folder = mkdtempSync(join(tmpdir(), 'runs-'));
afterAll(() => rmSync(folder, { recursive: true }));

const tinyLab = new URL('../../../fixtures/tiny-lab.js', import.meta.url).href;
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
  const { dir, result, status, reused } = await recordRun({ lab, planned, store: folderStore(out) });

  expect({ status, reused }).toEqual({ status: 'completed', reused: false });
  expect(dir).toBe(join(out, `tiny-s7-${planned.identity.runId}`));
  expect(readdirSync(dir).sort()).toEqual([
    'config.json',
    'environment.json',
    'metrics.jsonl',
    'quantities.json',
    'result.json',
    'weights.safetensors',
  ]);
  expect(json(dir, 'result.json')).toEqual({ format: 1, ...result });
  // The saved configuration is complete: resolving it changes nothing, and gives the same run.
  const saved = lab.resolve(await loadConfig(join(dir, 'config.json')));
  expect(JSON.stringify(saved)).toBe(JSON.stringify(planned.experiment.config));
  expect(lab.plan(saved).identity.runId).toBe(planned.identity.runId);
  expect(json(dir, 'quantities.json')).toEqual({
    format: 1,
    quantities: [{ name: 'error', title: 'error 1 - w', scale: 'linear' }],
  });
  expect(json(dir, 'config.json')).toMatchObject({ format: 1 });
  expect(json(dir, 'environment.json')).toMatchObject({
    format: 1,
    runId: planned.identity.runId,
    node: process.version,
    engine: { name: 'plain' },
    versions: { 'tiny-lab.js': expect.any(String) },
  });
  // The error of gradient descent halves with every step at learning rate 1/4.
  const lines = readFileSync(join(dir, 'metrics.jsonl'), 'utf8').trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject(
    [1, 0.5, 0.25, 0.125, 0.0625].map((error, epoch) => ({
      format: 1,
      phase: 0,
      epoch,
      step: epoch,
      values: { error },
    })),
  );
  const weights = readFileSync(join(dir, 'weights.safetensors'));
  expect(weights.readFloatLE(weights.length - 4)).toBe(1 - 0.0625);
  expect(decodeSafetensors(weights).metadata).toEqual({ format: '1' });
});

test('what a metric measures and is not finite is recorded as such, and told once for each quantity', async () => {
  const odd = defineMetric({
    name: 'odd',
    summary: 'the k-th measurement of three',
    options: z.object({}),
    quantities: ['inverse', 'never', 'loss', 'holes'].map((name) => ({ name, title: name, scale: 'linear' })),
    create() {
      let k = 0;
      return {
        measure: ({ meanLoss }) => ({
          inverse: 1 / k++,
          never: { value: Number.NaN, products: 3 },
          loss: meanLoss('train'),
          holes: [1, k > 1 ? Number.NEGATIVE_INFINITY : 2, 3],
        }),
      };
    },
  });
  const small = smallLab([odd]);
  const planned = small.plan(small.resolve({ metrics: ['odd'], measure: { every: 1 } }));
  const warnings: string[] = [];
  const { dir, result } = await recordRun({
    lab: small,
    planned,
    store: folderStore(join(folder, 'odd')),
    onWarning: (message) => warnings.push(message),
  });
  const finite = 'where the training loss is finite';
  expect(warnings).toEqual([
    `metric "odd" measured Infinity as "inverse" after epoch 0, ${finite}: it is recorded as Infinity, and the run goes on`,
    `metric "odd" measured NaN as "never" after epoch 0, ${finite}: it is recorded as NaN, and the run goes on`,
    `metric "odd" measured 1 of 3 numbers that are not finite in "holes" after epoch 1, ${finite}: they are recorded as NaN, and the run goes on`,
  ]);
  const lines = readFileSync(join(dir, 'metrics.jsonl'), 'utf8').trimEnd().split('\n');
  const loss = expect.any(Number);
  expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { values: { loss }, nonFinite: { inverse: 'Infinity', never: 'NaN' }, arrays: { holes: { values: [1, 2, 3] } } },
    { values: { inverse: 1, loss }, nonFinite: { never: 'NaN' }, arrays: { holes: { values: [1, null, 3] } } },
    { values: { inverse: 0.5, loss }, nonFinite: { never: 'NaN' }, arrays: { holes: { values: [1, null, 3] } } },
  ]);
  expect(result.final).toMatchObject({ values: { inverse: 0.5 }, nonFinite: { never: 'NaN' } });
  expect(await readMeasurements(dir)).toMatchObject(lines.map((line) => ({ nonFinite: JSON.parse(line).nonFinite })));
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
  await recordRun({ lab, planned: plan(), store: folderStore(out), onEvent });
  expect(reported).toEqual(['config true', 'epoch 0 true', 'epoch 4 true', 'result true']);
});

test('a finished run is reused, whatever it is called', async () => {
  const out = join(folder, 'reuse');
  const first = await recordRun({ lab, planned: plan(), store: folderStore(out) });
  const events: RunEvent[] = [];
  const again = await recordRun({
    lab,
    planned: plan([['name', 'renamed']]),
    store: folderStore(out),
    onEvent: (event) => events.push(event),
  });
  expect(again).toEqual({ ...first, reused: true });
  expect(events).toEqual([]);
  expect(readdirSync(out)).toHaveLength(1);
});

test('another seed is another run', async () => {
  const out = join(folder, 'seeds');
  await recordRun({ lab, planned: plan(), store: folderStore(out) });
  expect((await recordRun({ lab, planned: plan([['seed', 8]]), store: folderStore(out) })).reused).toBe(false);
});

test('a diverged run keeps what it measured, and is finished', async () => {
  const out = join(folder, 'diverged');
  const planned = plan([
    ['phases.0.optimizer', { name: 'descent', learningRate: 1e200 }],
    ['phases.0.epochs', 100],
  ]);
  let checkpoints = 0;
  const onEvent = ({ type }: RunEvent) => {
    if (type === 'checkpoint') checkpoints++;
  };
  const recording = { lab, planned, store: folderStore(out), checkpointEvery: 0, onEvent };
  const { status, result, dir } = await recordRun(recording);
  expect(status).toBe('diverged');
  expect(result.divergedAtStep).toBeGreaterThan(0);
  expect(checkpoints).toBeGreaterThan(0);
  expect(readFileSync(join(dir, 'metrics.jsonl'), 'utf8')).toContain('"error":1');
  expect(readdirSync(dir)).not.toContain('checkpoints');
  expect((await recordRun({ lab, planned, store: folderStore(out) })).reused).toBe(true);
});

describe('an unfinished run', () => {
  const eight = plan([
    [
      'phases',
      [
        { optimizer: 'descent', epochs: 4 },
        { optimizer: 'descent', epochs: 4 },
      ],
    ],
    ['measure.every', 1],
  ]);
  const files = (dir: string) => ({
    weights: readFileSync(join(dir, 'weights.safetensors')),
    metrics: readFileSync(join(dir, 'metrics.jsonl'), 'utf8').replace(/"seconds":[^,]*/g, ''),
    result: { ...(json(dir, 'result.json') as object), seconds: 0, stepsPerSecond: 0 },
    others: readdirSync(dir).sort(),
  });
  const checkpointsIn = (dir: string) => readdirSync(join(dir, 'checkpoints')).sort();
  const whole = recordRun({ lab, planned: eight, store: folderStore(join(folder, 'whole')) }).then(({ dir }) =>
    files(dir),
  );

  /** Runs until an event for which `when` holds, and stops there like a killed process. */
  async function killed(out: string, when: (event: RunEvent) => boolean, planned = eight) {
    const onEvent = (event: RunEvent) => {
      if (when(event)) throw new Error('killed');
    };
    await expect(recordRun({ lab, planned, store: folderStore(out), checkpointEvery: 0, onEvent })).rejects.toThrow(
      'killed',
    );
    return join(out, `tiny-s7-${planned.identity.runId}`);
  }

  /** Runs to the end. Returns its warnings, and the epochs from which it resumed. */
  async function continued(out: string) {
    const warnings: string[] = [];
    const resumed: number[] = [];
    const { dir, status, reused } = await recordRun({
      lab,
      planned: eight,
      store: folderStore(out),
      checkpointEvery: 0,
      onEvent: (event) => {
        if (event.type === 'resumed') resumed.push(event.epoch);
      },
      onWarning: (message) => warnings.push(message),
    });
    expect({ status, reused }).toEqual({ status: 'completed', reused: false });
    return { dir, warnings, resumed };
  }

  test('goes on from its last checkpoint, wherever it was killed, to the same bytes', async () => {
    for (let last = 0; last < 20; last++) {
      const out = join(folder, `killed-${last}`);
      let events = 0;
      let saved = 0;
      await killed(out, (event) => {
        if (event.type === 'checkpoint') saved = event.checkpoint.epoch;
        return event.type !== 'progress' && events++ === last;
      });
      const { dir, resumed } = await continued(out);
      expect(files(dir)).toEqual(await whole);
      expect(resumed).toEqual(saved > 0 ? [saved] : []);
    }
  });

  test('may be killed again and again', async () => {
    const out = join(folder, 'again-and-again');
    const unfinished = 'epoch-000000009.safetensors.tmp';
    for (let epoch = 1; epoch <= 8; epoch++) {
      // After a checkpoint, after a measurement, and while a line is written.
      const dir = await killed(
        out,
        (event) => event.type === (epoch % 2 === 0 ? 'checkpoint' : 'measured') && epochOf(event) === epoch,
      );
      if (epoch % 3 === 0) appendFileSync(join(dir, 'metrics.jsonl'), '{"phase":0,"epo');
      mkdirSync(join(dir, 'checkpoints'), { recursive: true });
      expect(checkpointsIn(dir)).not.toContain(unfinished);
      writeFileSync(join(dir, 'checkpoints', unfinished), 'unfinished');
    }
    const { dir } = await continued(out);
    expect(files(dir)).toEqual(await whole);
  });

  const epochOf = (event: RunEvent) =>
    event.type === 'measured' ? event.epoch : event.type === 'checkpoint' ? event.checkpoint.epoch : undefined;
  const atEpoch = (epoch: number) => (event: RunEvent) => event.type === 'checkpoint' && epochOf(event) === epoch;

  test('keeps the last two checkpoints, and uses the first if the second is damaged', async () => {
    const out = join(folder, 'damaged-checkpoint');
    const dir = await killed(out, atEpoch(6));
    expect(checkpointsIn(dir)).toEqual(['epoch-000000005.safetensors', 'epoch-000000006.safetensors']);
    const newest = join(dir, 'checkpoints', 'epoch-000000006.safetensors');
    const content = readFileSync(newest);
    content[content.length - 1] = (content.at(-1) as number) ^ 1;
    writeFileSync(newest, content);

    const { warnings, resumed } = await continued(out);
    expect(warnings).toEqual([
      `checkpoint ${newest} cannot be used (its checksum is not that of its content); it is left out`,
    ]);
    expect(resumed).toEqual([5]);
    expect(files(dir)).toEqual(await whole);
  });

  test('starts from the beginning, and says so, if no checkpoint can be used', async () => {
    const out = join(folder, 'all-damaged');
    const dir = await killed(out, atEpoch(6));
    writeFileSync(join(dir, 'checkpoints', 'epoch-000000006.safetensors'), '');
    writeFileSync(join(dir, 'checkpoints', 'epoch-000000005.safetensors'), 'not tensors at all');
    writeFileSync(join(dir, 'config.json.0a1b2c3d.tmp'), 'unfinished');
    writeFileSync(join(dir, 'weights.safetensors.0a1b2c3d.tmp'), 'unfinished');
    const { warnings, resumed } = await continued(out);
    expect(warnings).toEqual([
      expect.stringMatching(/epoch-000000006\.safetensors cannot be used \(not a safetensors file: it has 0 bytes/),
      expect.stringMatching(/epoch-000000005\.safetensors cannot be used \(not a safetensors file: .*header/),
      `${dir} holds no checkpoint that can be used: the run starts from the beginning`,
    ]);
    expect(resumed).toEqual([]);
    expect(files(dir)).toEqual(await whole);
  });

  test('keeps its checkpoints until its result is written', async () => {
    const out = join(folder, 'no-result');
    const dir = await killed(out, atEpoch(6));
    const onEvent = (event: RunEvent) => {
      if (atEpoch(8)(event)) mkdirSync(join(dir, 'result.json'));
    };
    const recording = { lab, planned: eight, store: folderStore(out), checkpointEvery: 0 };
    await expect(recordRun({ ...recording, onEvent })).rejects.toThrow(`${dir} cannot be written (it is a folder)`);
    expect(checkpointsIn(dir)).toEqual(['epoch-000000007.safetensors', 'epoch-000000008.safetensors']);
    const { resumed } = await continued(out);
    expect(resumed).toEqual([8]);
    expect(files(dir)).toEqual(await whole);
  });

  test('that was killed between its result and the removal of its checkpoints is finished, and loses them', async () => {
    const out = join(folder, 'left-behind');
    const store = folderStore(out);
    const left = join(folder, 'left-behind-checkpoints');
    const dir = join(out, `tiny-s7-${eight.identity.runId}`);
    const onEvent = (event: RunEvent) => {
      if (atEpoch(8)(event)) cpSync(join(dir, 'checkpoints'), left, { recursive: true });
    };
    const first = await recordRun({ lab, planned: eight, store, checkpointEvery: 0, onEvent });
    cpSync(left, join(dir, 'checkpoints'), { recursive: true });
    expect(checkpointsIn(dir)).toHaveLength(2);
    const again = await recordRun({ lab, planned: eight, store });
    expect(again).toEqual({ ...first, reused: true });
    expect(files(dir)).toEqual(await whole);
  });

  test('removes nothing that it did not write', async () => {
    const out = join(folder, 'notes');
    const dir = await killed(out, ({ type }) => type === 'measured');
    writeFileSync(join(dir, 'notes.txt'), 'mine');
    await continued(out);
    expect(readFileSync(join(dir, 'notes.txt'), 'utf8')).toBe('mine');
  });

  test.each<[string, (lines: string[]) => string[], number[]]>([
    ['the last line is cut', (lines) => [...lines.slice(0, 6), '{"phase":1,"epo'], [5]],
    ['the last line is missing', (lines) => lines.slice(0, 6), [5]],
    ['a line is damaged', (lines) => lines.with(2, lines[2]?.slice(3) ?? ''), []],
    ['a line is missing', (lines) => lines.toSpliced(2, 1), []],
    ['a line is there twice', (lines) => lines.toSpliced(2, 0, lines[2] ?? ''), []],
    ['a line says nothing', (lines) => lines.with(2, 'null'), []],
    ['all is missing', () => [], []],
  ])('measures again what is lost of its measurements: %s', async (_what, damage, goesOnAt) => {
    const out = mkdtempSync(join(folder, 'measurements-'));
    const dir = await killed(out, atEpoch(6));
    const path = join(dir, 'metrics.jsonl');
    writeFileSync(path, damage(readFileSync(path, 'utf8').trimEnd().split('\n')).join('\n'));
    const { warnings, resumed } = await continued(out);
    expect(resumed).toEqual(goesOnAt);
    expect(warnings[0]).toMatch(
      /epoch-000000006\.safetensors cannot be used \(the measurement after epoch \d, which comes before it, is lost\)/,
    );
    expect(files(dir)).toEqual(await whole);
  });

  test.each(['config.json', 'environment.json'])('mends a damaged %s', async (name) => {
    const out = join(folder, `damaged-${name}`);
    for (const damage of [(path: string) => truncateSync(path, 40), (path: string) => rmSync(path)]) {
      const dir = await killed(out, atEpoch(6));
      const path = join(dir, name);
      const content = readFileSync(path, 'utf8');
      damage(path);
      const { resumed } = await continued(out);
      expect(resumed).toHaveLength(1);
      expect(json(dir, name)).toEqual({
        ...JSON.parse(content),
        ...(name === 'config.json' ? {} : { started: expect.any(String) }),
      });
      rmSync(join(dir, 'result.json'));
    }
  });

  test('whose files cannot be read is left as it is', async () => {
    const out = join(folder, 'unreadable');
    const dir = await killed(out, atEpoch(6));
    rmSync(join(dir, 'metrics.jsonl'));
    mkdirSync(join(dir, 'metrics.jsonl'));
    await expect(recordRun({ lab, planned: eight, store: folderStore(out) })).rejects.toMatchObject({
      kind: 'store',
      message: expect.stringContaining(
        'metrics.jsonl cannot be read (it is a folder): give access to it, or remove it',
      ),
    });
    expect(checkpointsIn(dir)).toHaveLength(2);
  });

  test('that cannot be written any more says how it goes on', async () => {
    const out = join(folder, 'unwritable');
    const dir = join(out, `tiny-s7-${eight.identity.runId}`);
    const onEvent = (event: RunEvent) => {
      if (event.type === 'started') mkdirSync(join(dir, 'metrics.jsonl'));
    };
    await expect(recordRun({ lab, planned: eight, store: folderStore(out), onEvent })).rejects.toMatchObject({
      kind: 'store',
      message: `${dir} cannot be written (it is a folder): once it can be, "sharpness resume ${dir}" continues the run`,
    });
  });

  test('takes no checkpoint of another run for its own', async () => {
    const out = join(folder, 'foreign');
    const dir = await killed(out, atEpoch(6));
    const other = plan();
    const otherDir = await killed(out, atEpoch(4), other);
    copyFileSync(
      join(otherDir, 'checkpoints', 'epoch-000000004.safetensors'),
      join(dir, 'checkpoints', 'epoch-000000007.safetensors'),
    );
    const { warnings, resumed } = await continued(out);
    expect(warnings).toEqual([
      expect.stringContaining(`it is of run ${other.identity.runId}, not of ${eight.identity.runId}`),
    ]);
    expect(resumed).toEqual([6]);
    expect(files(dir)).toEqual(await whole);
  });

  test('goes on after an interruption, too, whose result it leaves behind', async () => {
    const out = join(folder, 'interrupted');
    const endless = plan([
      ['phases.0.epochs', 1e9],
      ['phases.0.optimizer.learningRate', 0],
    ]);
    const attempt = async () => {
      const stop = new AbortController();
      let resumed = 0;
      let saved = 0;
      const recorded = await recordRun({
        lab,
        planned: endless,
        store: folderStore(out),
        signal: stop.signal,
        onEvent(event) {
          if (event.type === 'resumed') {
            resumed = event.epoch;
            expect(readdirSync(join(out, readdirSync(out)[0] as string)).sort()).toEqual(unfinished);
          }
          if (event.type === 'checkpoint') saved = event.checkpoint.seconds;
          if (event.type === 'progress') stop.abort();
        },
      });
      return { ...recorded, resumed, saved };
    };
    const unfinished = ['checkpoints', 'config.json', 'environment.json', 'metrics.jsonl', 'quantities.json'];
    const first = await attempt();
    expect(first).toMatchObject({ status: 'interrupted', resumed: 0 });
    expect(json(first.dir, 'result.json')).toMatchObject({ status: 'interrupted' });
    const second = await attempt();
    expect(second).toMatchObject({
      status: 'interrupted',
      reused: false,
      dir: first.dir,
      resumed: first.result.epochs,
    });
    expect(second.result.epochs).toBeGreaterThan(first.result.epochs);
    // Time goes on from the checkpoint, which is older than the end of the first attempt.
    expect(first.saved).toBeGreaterThan(0);
    expect(second.result.seconds).toBeGreaterThan(first.saved);
    expect(readFileSync(join(first.dir, 'metrics.jsonl'), 'utf8').trimEnd().split('\n')).toHaveLength(1);
  });
});

test.each(['{ "status": "comp', '', '{ "runId": "other", "status": "completed" }'])(
  'a damaged result is not taken for a finished run: %s',
  async (content) => {
    const out = join(folder, 'damaged');
    const { dir, result } = await recordRun({ lab, planned: plan(), store: folderStore(out) });
    writeFileSync(join(dir, 'result.json'), content);
    const again = await recordRun({ lab, planned: plan(), store: folderStore(out) });
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
  await expect(recordRun({ lab, planned: broken, store: folderStore(out) })).rejects.toThrow('expected 1');
  expect(existsSync(out)).toBe(false);
});

test('a run that throws keeps what it measured, and is not finished', async () => {
  const out = join(folder, 'throws');
  const planned = plan([['phases.0.optimizer.failAtStep', 2]]);
  await expect(recordRun({ lab, planned, store: folderStore(out) })).rejects.toThrow('failed as told, at step 2');
  const [name = ''] = readdirSync(out);
  expect(readdirSync(join(out, name)).sort()).toEqual([
    'config.json',
    'environment.json',
    'metrics.jsonl',
    'quantities.json',
  ]);
});

test('an output folder that cannot be written is refused before anything runs', async () => {
  writeFileSync(join(folder, 'file'), '');
  const events: RunEvent[] = [];
  const out = join(folder, 'file/runs');
  const recorded = recordRun({ lab, planned: plan(), store: folderStore(out), onEvent: (event) => events.push(event) });
  await expect(recorded).rejects.toMatchObject({ name: 'LabError', kind: 'store', message: /cannot be written/ });
  await expect(prepareOutput(out)).rejects.toMatchObject({ name: 'LabError', kind: 'store' });
  expect(events).toEqual([]);
});

test('a run whose plugins have no known versions is not recorded, because it could be taken for another', async () => {
  const out = join(folder, 'unknown');
  const known = smallLab();
  const unknown = createLab(smallPlugins);
  const named = createLab([pluginModule(smallPlugins, 'small')]);
  const of = (each: Lab) => each.plan(each.resolve(known.resolve({})));
  const message = /give createLab \{ origin: \{ name, version \}, module \}$/;
  await expect(recordRun({ lab: unknown, planned: of(unknown), store: folderStore(out) })).rejects.toMatchObject({
    kind: 'plugin',
    message,
  });
  await expect(recordRun({ lab: unknown, planned: of(unknown), store: runFolderStore(out) })).rejects.toMatchObject({
    kind: 'plugin',
  });
  await expect(recordRun({ lab: named, planned: of(named), store: folderStore(out) })).rejects.toMatchObject({
    kind: 'plugin',
    message,
  });
  expect(existsSync(out)).toBe(false);
  expect((await recordRun({ lab: known, planned: of(known), store: folderStore(out) })).status).toBe('completed');
});

test('a folder name that the file system refuses leaves nothing behind', async () => {
  const out = join(folder, 'long');
  const planned = plan([['name', 'x'.repeat(300)]]);
  await expect(recordRun({ lab, planned, store: folderStore(out) })).rejects.toMatchObject({ kind: 'store' });
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
