import {
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
import { setTimeout as sleep } from 'node:timers/promises';
import { rootStream, z } from '@sharpness-lab/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ended, startIn, tinyLab } from './fixtures/command.ts';

const root = mkdtempSync(join(tmpdir(), 'resume-'));
afterAll(() => rmSync(root, { recursive: true }));

/** An experiment with fused and generic kernels, momentum that the next phase keeps, and every sample order. */
const experiment = {
  name: 'phases',
  dataset: { name: 'xor', dimension: 6, trainSize: 20, testSize: 20 },
  model: { name: '2-mlp-bias', width: 24 },
  metrics: ['loss', 'accuracy'],
  measure: { every: 500 },
  phases: [
    { optimizer: { name: '1-sam', rho: 0.05 }, epochs: 6000 },
    { optimizer: { name: 'sam', base: { name: 'sgd', momentum: 0.9 } }, batchSize: 3, order: 'fixed', epochs: 2000 },
    {
      optimizer: { name: 'sgd', momentum: 0.9 },
      batchSize: 3,
      order: 'with-replacement',
      keepState: true,
      constraint: { name: 'fixed-norm', norm: 5 },
      epochs: 2000,
    },
  ],
};
function newFolder(): string {
  const folder = mkdtempSync(join(root, 'test-'));
  writeFileSync(join(folder, 'phases.json'), JSON.stringify(experiment));
  return folder;
}

/** The folder of the only run, as soon as it exists. */
function runIn(folder: string): string | undefined {
  const runs = join(folder, 'runs');
  const name = existsSync(runs) ? readdirSync(runs).find((name) => !name.endsWith('.tmp')) : undefined;
  return name === undefined ? undefined : join('runs', name);
}

/** All files of a run without wall-clock times. */
function outcomeIn(folder: string) {
  const dir = join(folder, runIn(folder) ?? '');
  const {
    seconds: _seconds,
    stepsPerSecond: _rate,
    ...result
  } = JSON.parse(readFileSync(join(dir, 'result.json'), 'utf8')) as Record<string, unknown>;
  return {
    files: readdirSync(dir).sort(),
    weights: readFileSync(join(dir, 'weights.safetensors')).toString('hex'),
    metrics: readFileSync(join(dir, 'metrics.jsonl'), 'utf8').replace(/"seconds":[^,]*/g, ''),
    result,
  };
}

const checkpointsIn = (folder: string) => {
  const path = join(folder, runIn(folder) ?? '', 'checkpoints');
  return existsSync(path)
    ? readdirSync(path)
        .filter((name) => name.endsWith('.safetensors'))
        .sort()
    : [];
};

/** Runs the experiment until it gets a signal at its second checkpoint. */
function runUntil(signal: string, folder: string) {
  const observers = `observers=[{name: signal, signal: ${signal}, checkpoint: 2}]`;
  const often = ['--checkpoint-every', '0.001'];
  return ended(startIn(folder, ['run', 'phases.json', '--plugin', tinyLab, observers, ...often, '--json']));
}

const uninterrupted = newFolder();
const early = newFolder();
beforeAll(async () => {
  const [{ code, stderr }, killed] = await Promise.all([
    ended(startIn(uninterrupted, ['run', 'phases.json'])),
    runUntil('SIGKILL', early),
  ]);
  expect({ code, signal: killed.signal }, stderr).toEqual({ code: 0, signal: 'SIGKILL' });
}, 60_000);

/** A run that was killed with two checkpoints written, in a folder of its own. */
function killedRun() {
  const folder = newFolder();
  cpSync(join(early, 'runs'), join(folder, 'runs'), { recursive: true });
  return { folder, dir: runIn(folder) as string, checkpoints: checkpointsIn(folder) };
}

// Each run is killed six times. More runs take longer and reach rarer moments.
const killedRuns = z.coerce
  .number()
  .int()
  .positive()
  .parse(process.env.KILLED_RUNS ?? 2);

const epochOf = (checkpoint: string | undefined) => Number(/\d+/.exec(checkpoint ?? '')?.[0]).toLocaleString('en-US');

describe.concurrent('a run that is killed', () => {
  test.each(Array.from({ length: killedRuns }, (_, run) => run + 1))(
    'at any moments ends at the same bytes as one that never was (%i)',
    { timeout: 60_000 },
    async (seed) => {
      const folder = newFolder();
      const moments = rootStream(seed);
      const often = ['--checkpoint-every', '0.05'];
      for (let kill = 0; kill < 6; kill++) {
        const dir = runIn(folder);
        const command = dir === undefined || moments.uniform() < 0.3 ? ['run', 'phases.json'] : ['resume', dir];
        const child = startIn(folder, [...command, ...often]);
        const end = ended(child);
        // The signal comes while the program starts, or while it trains.
        const training = new Promise((resolve) => child.stderr.once('data', resolve));
        if (moments.uniform() < 0.8) await Promise.race([training, end]);
        await Promise.race([sleep(600 * moments.uniform()), end]);
        child.kill('SIGKILL');
        expect((await end).stderr).not.toContain('error');
      }
      const dir = runIn(folder);
      const last = await ended(startIn(folder, dir === undefined ? ['run', 'phases.json'] : ['resume', dir, ...often]));
      expect(last).toMatchObject({ code: 0 });
      expect(outcomeIn(folder)).toEqual(outcomeIn(uninterrupted));
    },
  );

  test('goes on where its last checkpoint is, and says so', async () => {
    const { folder, dir, checkpoints } = killedRun();
    const { stdout, stderr, code } = await ended(startIn(folder, ['resume', `${dir}/`]));
    expect(code).toBe(0);
    expect(stderr).toContain(`\ncontinues from epoch ${epochOf(checkpoints[1])}\n`);
    expect(stdout).toMatch(new RegExp(`^completed; .* steps in .*\n${dir}\n$`, 's'));
    expect(outcomeIn(folder)).toEqual(outcomeIn(uninterrupted));
  });

  test('goes on by "run", too', async () => {
    const { folder, dir, checkpoints } = killedRun();
    const { stdout, stderr } = await ended(startIn(folder, ['run', 'phases.json', '--json']));
    expect(stderr).toContain(`\ncontinues from epoch ${epochOf(checkpoints[1])}\n`);
    expect(JSON.parse(stdout)).toMatchObject({ status: 'completed', dir });
    expect(outcomeIn(folder)).toEqual(outcomeIn(uninterrupted));
  });

  test('with a damaged checkpoint goes on from the one before', async () => {
    const { folder, dir, checkpoints } = killedRun();
    const damaged = join(dir, 'checkpoints', checkpoints[1] as string);
    truncateSync(join(folder, damaged), 1000);
    const { stderr, code } = await ended(startIn(folder, ['resume', dir, '--quiet']));
    expect(stderr).toMatch(/^warning: checkpoint .* cannot be used \(not a safetensors file: .*\); it is left out\n$/);
    expect(stderr).toContain(damaged);
    expect(code).toBe(0);
    expect(outcomeIn(folder)).toEqual(outcomeIn(uninterrupted));
  });

  test('with no other checkpoints than damaged ones starts from the beginning', async () => {
    const { folder, dir, checkpoints } = killedRun();
    for (const name of checkpoints) writeFileSync(join(folder, dir, 'checkpoints', name), 'damaged');
    const { stderr } = await ended(startIn(folder, ['resume', dir]));
    expect(stderr.match(/cannot be used/g)).toHaveLength(2);
    expect(stderr).toContain(
      `warning: ${dir} holds no checkpoint that can be used: the run starts from the beginning\n`,
    );
    expect(outcomeIn(folder)).toEqual(outcomeIn(uninterrupted));
  });

  test('right after it wrote its result is finished, and loses its checkpoints', async () => {
    const { folder, dir } = killedRun();
    cpSync(join(folder, dir, 'checkpoints'), join(folder, 'left'), { recursive: true });
    for (const command of [
      ['resume', dir],
      ['run', 'phases.json'],
    ]) {
      expect(await ended(startIn(folder, ['resume', dir]))).toMatchObject({ code: 0 });
      cpSync(join(folder, 'left'), join(folder, dir, 'checkpoints'), { recursive: true });
      const { stderr, code } = await ended(startIn(folder, command));
      expect({ stderr: stderr.includes('continues'), code }).toEqual({ stderr: false, code: 0 });
      expect(outcomeIn(folder)).toEqual(outcomeIn(uninterrupted));
    }
  });

  test.skipIf(process.platform === 'darwin')('leaves nothing behind that keeps its folder in use', async () => {
    const folder = newFolder();
    const child = startIn(folder, ['run', 'phases.json', '--checkpoint-every', '0.001']);
    const end = ended(child);
    await new Promise((resolve) => child.stderr.once('data', resolve));
    child.kill('SIGSTOP');
    const dir = runIn(folder) as string;
    for (const command of [
      ['resume', dir],
      ['run', 'phases.json'],
    ]) {
      expect(await ended(startIn(folder, command))).toMatchObject({
        stdout: '',
        stderr: `error: ${dir} is in use by a run that is still going on: stop that one, or wait for its end\n`,
        code: 2,
      });
    }
    child.kill('SIGKILL');
    expect(await end).toMatchObject({ signal: 'SIGKILL' });
    expect(await ended(startIn(folder, ['resume', dir]))).toMatchObject({ code: 0 });
    expect(outcomeIn(folder)).toEqual(outcomeIn(uninterrupted));
  });

  test('and whose configuration was changed since is refused', async () => {
    const { folder, dir } = killedRun();
    const path = join(folder, dir, 'config.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"seed": 0', '"seed": 1'));
    const { stdout, stderr, code } = await ended(startIn(folder, ['resume', dir]));
    expect({ stdout, stderr, code }).toEqual({
      stdout: '',
      stderr: `error: ${dir} cannot be resumed, because its config.json has been changed; start it afresh with "sharpness run ${dir}/config.json"\n`,
      code: 2,
    });
  });
});

test('a run that cannot be written any more fails, says how to go on, and does', async () => {
  const folder = newFolder();
  const child = startIn(folder, ['run', 'phases.json', '--checkpoint-every', '0.001', '--json']);
  const end = ended(child);
  await new Promise((resolve) => child.stderr.once('data', resolve));
  child.kill('SIGSTOP');
  const dir = runIn(folder) as string;
  const metrics = join(folder, dir, 'metrics.jsonl');
  rmSync(metrics, { force: true });
  mkdirSync(metrics);
  child.kill('SIGCONT');
  const { stdout, stderr, code } = await end;
  expect({ stdout, code }).toEqual({ stdout: '', code: 1 });
  expect(stderr).toMatch(
    /\nerror: .* cannot be written \(it is a folder\): once it can be, "sharpness resume .*" continues the run\n$/,
  );
  rmSync(metrics, { recursive: true });
  expect(await ended(startIn(folder, ['resume', dir]))).toMatchObject({ code: 0 });
  expect(outcomeIn(folder)).toEqual(outcomeIn(uninterrupted));
});

test('a run that Ctrl-C stopped goes on, and one that is finished is not repeated', async () => {
  const folder = newFolder();
  const { stdout, stderr, code } = await runUntil('SIGINT', folder);
  const dir = runIn(folder) as string;
  expect(JSON.parse(stdout)).toMatchObject({ status: 'interrupted', dir });
  expect(stderr).toContain(`stopped: the partial run is in ${dir}; "sharpness resume ${dir}" continues it\n`);
  expect(code).toBe(130);

  expect(await ended(startIn(folder, ['resume', dir]))).toMatchObject({ code: 0 });
  expect(outcomeIn(folder)).toEqual(outcomeIn(uninterrupted));
  const again = await ended(startIn(folder, ['resume', dir, '--json']));
  expect(JSON.parse(again.stdout)).toMatchObject({ status: 'completed', dir });
  expect(again).toMatchObject({ stderr: `this run was finished before; to repeat it, remove ${dir}\n`, code: 0 });
});
