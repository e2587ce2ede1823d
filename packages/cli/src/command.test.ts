import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { ended, startIn, tiny, tinyLab } from './fixtures/command.ts';

const root = mkdtempSync(join(tmpdir(), 'sharpness-'));
afterAll(() => rmSync(root, { recursive: true }));

const newFolder = () => mkdtempSync(join(root, 'test-'));
let folder = '';
beforeEach(() => {
  folder = newFolder();
});

const start = (...args: string[]) => startIn(folder, args);

const sharpness = (...args: string[]) => ended(start(...args));

/** Writes an experiment on the plugins of tiny-lab.js, whose error halves with every step. */
function tinyExperiment(changes: object = {}, cwd = folder): string {
  writeFileSync(join(cwd, 'tiny.json'), JSON.stringify({ ...tiny, ...changes }));
  return 'tiny.json';
}

const endless = ['phases.0.epochs=1000000000', 'phases.0.optimizer.learningRate=0'];

/** A small network on the paper's data. */
const small = ['fig1b', 'model.width=8', 'phases.0.epochs=3', 'dataset.testSize=50'];

describe('looking around', () => {
  test('help names the commands and the exit statuses', async () => {
    const { stdout, code } = await sharpness('--help');
    expect(code).toBe(0);
    const [, section = '', statuses] = stdout.split('\n\n').slice(-3);
    const [title, ...lines] = section.split('\n');
    expect(title).toBe('Commands:');
    // A name, its arguments, and what it does.
    const commands = lines.map((line) => /^ {2}([a-z]+)(?: \S.*?)? {2,}\S/.exec(line)?.[1]);
    expect(commands).toEqual([
      'list',
      'describe',
      'run',
      'resume',
      'plot',
      'show',
      'compare',
      'export',
      'reproduce',
      'verify',
      'report',
      'bench',
      'new',
      'schema',
      'completion',
      'help',
    ]);
    expect(statuses).toBe('Exit status: 0 done, 1 a run or a claim failed, 2 bad input, 130 stopped by Ctrl-C.\n');
  });

  test('list shows the plugins with their kind and origin', async () => {
    const { stdout, code } = await sharpness('list', '--plugin', tinyLab);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^optimizer +1-sam .*@sharpness-lab\/optimizers \d+\.\d+\.\d+$/m);
    expect(stdout).toMatch(/^optimizer +descent .*tiny-lab\.js 0\.0\.0\+[0-9a-f]{8} \(.*tiny-lab\.js\)$/m);
    const { stdout: optimizers } = await sharpness('list', 'optimizer');
    expect(optimizers).toContain('1-sam');
    expect(optimizers).not.toMatch(/^model/m);
  });

  test('describe shows options, ranges and defaults, and the shapes of a model', async () => {
    const { stdout: sgd } = await sharpness('describe', 'sgd');
    expect(sgd).toMatch(/^momentum +number >= 0 < 1 +0 +\S/m);
    const { stdout: loss } = await sharpness('describe', 'metric/loss');
    expect(loss).toMatch(/^QUANTITY {4}TITLE {12}SCALE {2}BETTER\ntrain-loss {2}training loss L {2}log {4}lower\n/m);
    const { stdout: renamed } = await sharpness('describe', 'normal-fan-in');
    expect(renamed).toMatch(/^initializer he-normal: .*\nformerly normal-fan-in\nfrom /);
    const { stdout: model } = await sharpness('describe', 'model/2-mlp-bias');
    expect(model).toMatch(/^W1 +\[500, 30\]$/m);
    expect(model).toMatch(/^b1 +\[500\]$/m);
  });

  test('a reader that closes the pipe early is no error', async () => {
    const child = start('list');
    child.stdout.once('data', () => child.stdout.destroy());
    const { stderr, code } = await new Promise<{ stderr: string; code: number | null }>((resolve) => {
      let stderr = '';
      child.stderr.on('data', (data) => {
        stderr += String(data);
      });
      child.on('exit', (code) => resolve({ stderr, code }));
    });
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  });
});

describe('run', () => {
  test('--json prints exactly one object', async () => {
    const { stdout, code } = await sharpness('run', ...small, '--json', '--quiet', '--seed', '3');
    expect(code).toBe(0);
    const result = JSON.parse(stdout) as Record<string, unknown>;
    expect(Object.keys(result)).toEqual([
      'runId',
      'dir',
      'status',
      'engine',
      'steps',
      'seconds',
      'stepsPerSecond',
      'final',
    ]);
    expect(result).toMatchObject({
      status: 'completed',
      steps: 300,
      dir: join('runs', `fig1b-s3-${result.runId}`),
      final: {
        values: {
          'train-loss': expect.any(Number),
          'train-accuracy': expect.any(Number),
          'test-loss': expect.any(Number),
          'test-accuracy': expect.any(Number),
          'hessian-trace': expect.any(Number),
        },
      },
    });
    expect(JSON.parse(readFileSync(join(folder, String(result.dir), 'result.json'), 'utf8'))).toMatchObject({
      final: result.final,
    });
  });

  test('without --json it prints a summary, and says when there is nothing left to do', async () => {
    const file = tinyExperiment();
    const first = await sharpness('run', file);
    expect(first.code).toBe(0);
    expect(first.stdout).toMatch(
      /^completed; 4 steps in .*\n\nMETRIC {2}START {2}LAST {4}EPOCH 0 TO 4\nerror {3}1 {6}0\.0625 {2}█▄▂▁▁\n\nruns\/tiny-s0-[0-9a-f]{12}\n$/,
    );
    expect(first.stderr).toBe('tiny: 4 steps on engine plain (generic)\n');
    const again = await sharpness('run', file);
    expect(again.stdout).toBe(first.stdout);
    expect(again.stderr).toMatch(/^this run was finished before; to repeat it, remove runs\/tiny-s0-/);
  });

  test('plugins load by option too, and the saved configuration runs by itself', async () => {
    const file = tinyExperiment({ plugins: [] });
    const { stdout } = await sharpness('run', file, '--plugin', tinyLab, '--json', '--out', 'here', 'seed=5');
    const { dir, runId } = JSON.parse(stdout) as { dir: string; runId: string };
    const again = await sharpness('run', join(dir, 'config.json'), '--json', '--out', 'there');
    expect(JSON.parse(again.stdout)).toMatchObject({ runId, dir: join('there', `tiny-s5-${runId}`) });
  });

  test('--print-config prints what run takes, and runs nothing', async () => {
    const { stdout } = await sharpness('run', ...small, '--print-config', 'phases.*.optimizer.rho=0.5', '--seed', '2');
    expect(stdout).toMatch(/^ *rho: 0\.5$/m);
    expect(readdirSync(folder)).toEqual([]);
    writeFileSync(join(folder, 'printed.yaml'), stdout);
    expect((await sharpness('run', 'printed.yaml', '--print-config')).stdout).toBe(stdout);
  });

  test('a diverged run keeps what it measured and says where it diverged', async () => {
    const file = tinyExperiment();
    const { stdout, code } = await sharpness('run', file, 'phases.0.optimizer.learningRate=1e200', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      status: 'diverged',
      divergedAtStep: 2,
      final: { values: { error: 1 } },
    });
  });

  test('a plugin that throws ends in one line, and status 1', async () => {
    const { stdout, stderr, code } = await sharpness(
      'run',
      tinyExperiment(),
      'phases.0.optimizer.failAtStep=2',
      '--quiet',
    );
    expect({ stdout, code }).toEqual({ stdout: '', code: 1 });
    expect(stderr).toMatch(
      /^error: optimizer "descent" of tiny-lab\.js failed: failed as told, at step 2 \(tiny-lab\.js, line \d+\)\n$/,
    );
  });
});

describe('bench', () => {
  const oneCase = ['bench', '--filter', 'fig4b width=100 1-sam wasm', '--rounds', '2'];

  test('--json prints exactly one object with the measurements and where they were made', async () => {
    const { stdout, stderr, code } = await sharpness(...oneCase, '--json', '--quiet');
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    const { cases, ...rest } = JSON.parse(stdout) as { cases: unknown[] };
    expect(rest).toEqual({
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      node: process.version,
      cpu: expect.any(String),
      kernels: expect.stringMatching(/^[0-9a-f]{64}$/),
      scale: 'quick',
      ratios: [],
      scaling: [],
    });
    expect(cases).toEqual([
      {
        figure: 'fig4b',
        model: '2-mlp-bias',
        width: '100',
        dimension: 30,
        loss: 'mse',
        optimizer: '1-sam',
        batchSize: 1,
        engine: 'wasm',
        path: 'fused',
        warmUpEpochs: 2000,
        epochs: expect.any(Number),
        steps: expect.any(Number),
        microseconds: {
          n: 2,
          min: expect.any(Number),
          low: expect.any(Number),
          median: expect.any(Number),
          high: expect.any(Number),
        },
        stepsPerSecond: expect.any(Number),
      },
    ]);
  });

  test('without --json it prints a table', async () => {
    const { stdout, code } = await sharpness(...oneCase, '--quiet');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Node v.*\n\nfigure +model .*\nfig4b +2-mlp-bias +100 +30 +mse +1-sam +1 +wasm +fused /);
  });
});

describe('stopping', () => {
  async function runningTiny(): Promise<ChildProcessWithoutNullStreams> {
    const child = start('run', tinyExperiment(), ...endless, '--json');
    await new Promise((resolve) => child.stderr.once('data', resolve));
    return child;
  }

  test.each(['SIGINT', 'SIGTERM'] as const)('%s stops a run cleanly and says where it is', async (signal) => {
    const child = await runningTiny();
    setTimeout(() => child.kill(signal), 200);
    const { stdout, stderr, code } = await ended(child);
    expect(code).toBe(130);
    const { status, dir } = JSON.parse(stdout) as { status: string; dir: string };
    expect(status).toBe('interrupted');
    expect(stderr).toContain(`stopped: the partial run is in ${dir}; "sharpness resume ${dir}" continues it\n`);
    expect(readdirSync(join(folder, dir))).toContain('weights.safetensors');
  });

  test('SIGKILL loses nothing that was measured; before the first checkpoint, the run starts from the beginning', async () => {
    const child = await runningTiny();
    setTimeout(() => child.kill('SIGKILL'), 200);
    expect((await ended(child)).signal).toBe('SIGKILL');
    const [name = ''] = readdirSync(join(folder, 'runs'));
    const dir = join(folder, 'runs', name);
    expect(readdirSync(dir).sort()).toEqual(['config.json', 'environment.json', 'metrics.jsonl', 'quantities.json']);
    const lines = readFileSync(join(dir, 'metrics.jsonl'), 'utf8').trimEnd().split('\n');
    expect(JSON.parse(lines[0] as string)).toMatchObject({ epoch: 0, values: { error: 1 } });

    const again = start('run', 'tiny.json', ...endless, '--json');
    const warning = await new Promise((resolve) => again.stderr.once('data', (data) => resolve(String(data))));
    expect(warning).toMatch(
      /^warning: runs\/tiny-.* holds no checkpoint that can be used: the run starts from the .*\n/,
    );
    setTimeout(() => again.kill('SIGINT'), 200);
    expect(JSON.parse((await ended(again)).stdout)).toMatchObject({ status: 'interrupted', dir: join('runs', name) });
  });

  test('a figure is trained, judged and written down, and trained only once', { timeout: 120_000 }, async () => {
    const figure = ['reproduce', 'fig6b', '--seeds', '1', '--out', 'figure'];
    const first = await ended(start(...figure));
    expect(first.code).toBe(0);
    expect(first.stderr).toMatch(/^fig6b: 1 runs; .*\n(.*\n)*fig6b, seed 0: completed in .*test-accuracy.*\n/);
    expect(first.stdout).toMatch(/^fig6b\/generalizes .* undecided$/m);
    const recorded = JSON.parse(readFileSync(join(folder, 'figure', 'claims.json'), 'utf8'));
    const [{ command, scale, runs, claims }] = recorded.studies;
    expect({ command, scale }).toEqual({
      command: 'sharpness reproduce fig6b --scale quick --seeds 1',
      scale: 'quick',
    });
    expect(runs).toMatchObject([{ name: 'fig6b', seed: 0, status: 'completed' }]);
    const result = JSON.parse(readFileSync(join(folder, 'figure', runs[0].dir, 'result.json'), 'utf8'));
    const accuracy = claims.find(({ id }: { id: string }) => id === 'fig6b/generalizes');
    expect(accuracy.values).toEqual([{ label: 'seed 0', value: result.final.values['test-accuracy'] }]);

    const second = await ended(start(...figure));
    expect(second.stderr).toContain('1 runs, 1 of them finished before');
    expect(second.stdout).toBe(first.stdout);
    const asJson = await ended(start(...figure, '--json', '--quiet'));
    const undated = ({ studies }: { studies: { environment: object }[] }) =>
      studies.map((study) => ({ ...study, environment: { ...study.environment, date: '' } }));
    expect(undated(JSON.parse(asJson.stdout))).toEqual(undated(recorded));
  });

  test('a reproduction that is stopped keeps its finished runs', { timeout: 120_000 }, async () => {
    const child = start('reproduce', 'table1', '--seeds', '1', '--out', 'table');
    const out = join(folder, 'table');
    const watch = setInterval(() => {
      // Waits for the folder of a run. Before there is one, the command writes a trial file, and Ctrl-C ends it at once.
      if (!existsSync(out) || !readdirSync(out).some((name) => /-s\d+-/.test(name))) return;
      child.kill('SIGINT');
      clearInterval(watch);
    }, 100);
    const { stdout, stderr, code } = await ended(child);
    expect({ stdout, code }).toEqual({ stdout: '', code: 130 });
    expect(stderr).toContain('stopped: the runs are in table, and the same command goes on from there\n');
  });
});

describe('bad input', () => {
  const tiny = 'tiny.json';
  const rejected: readonly (readonly [args: readonly string[], message: string | RegExp])[] = [
    [['rn'], "error: unknown command 'rn'\n(Did you mean run?)\n"],
    [['run', 'fig1b', '--sed', '1'], "error: unknown option '--sed'\n(Did you mean --seed?)\n"],
    [['run'], "error: missing required argument 'experiment'\n"],
    [
      ['run', 'fig1c'],
      /^error: "fig1c" is neither a preset nor an existing file \(did you mean "fig1a"\?\); the presets are fig1a,.*\n$/,
    ],
    [
      ['run', 'nowhere.yaml'],
      /^error: "nowhere\.yaml" is neither a preset nor an existing file; the presets are fig1a,.*\n$/,
    ],
    [['run', 'folder.yaml'], 'error: folder.yaml: cannot be read (it is a folder)\n'],
    [['run', 'broken.yaml'], /^error: broken\.yaml, line 2: .+\n$/],
    [['run', 'fig1b', 'model=2-mlp-bais'], 'error: model: unknown model "2-mlp-bais" (did you mean "2-mlp-bias"?)\n'],
    [['run', 'fig1b', 'sead=1'], 'error: unknown key "sead" (did you mean "seed"?)\n'],
    [['run', 'fig1b', 'phases.0.optimizer.roh=1'], /^error: unknown key "roh" in phases\.0\.optimizer.*rho.*\n$/],
    [['run', 'fig1b', 'model.width=wide'], 'error: model.width: expected a number, got "wide"\n'],
    [['run', 'fig1b', 'model.width=0'], 'error: model.width: expected a number >= 1, got 0\n'],
    [['run', 'fig1b', 'dataset.trainSize=0'], 'error: dataset.trainSize: expected a number >= 1, got 0\n'],
    [
      ['run', 'fig1a', 'phases.0.batchSize=101'],
      'error: phases.0.batchSize: expected at most the 100 training samples, got 101\n',
    ],
    [
      ['run', 'fig1a', 'phases.0.optimizer.learningRate=-0.1'],
      /^error: phases\.0\.optimizer\.learningRate: expected a number > 0.*, got -0\.1\n$/,
    ],
    [['run', 'fig1b', 'phases.0.batchSize=2'], /^error: phases\.0: optimizer "1-sam" requires batchSize 1, got 2\n$/],
    [['run', 'fig1b', '--seed', '-1'], 'error: seed: expected a number >= 0, got -1\n'],
    [['run', 'fig1b', '--seed', 'x'], 'error: seed: expected a number, got "x"\n'],
    [['run', 'fig1b', 'width'], 'error: expected key=value (for example model.width=200), got "width"\n'],
    [['run', 'fig1b', 'model={'], /^error: model: "\{" is not a value in YAML.*\n$/],
    [['run', 'fig1b', '--engine', 'wsm'], 'error: engine: unknown engine "wsm" (did you mean "wasm"?)\n'],
    [['run', tiny, '--engine', 'wasm'], /^error: engine "wasm": .+\n$/],
    [['run', tiny, '--out', '/dev/null/runs'], /^error: \/dev\/null\/runs\/tiny-s0-.* cannot be written \(.+\).*\n$/],
    [['run', tiny, '--plugin', './none.js'], /^error: plugin ".*\/none\.js": there is no file or folder .*\n$/],
    [
      ['run', tiny, '--checkpoint-every', '0'],
      /^error: option '--checkpoint-every <seconds>' argument '0' is invalid\. Expected a number > 0\.\n$/,
    ],
    [['resume'], "error: missing required argument 'folder'\n"],
    [
      ['resume', 'nowhere'],
      /^error: nowhere is not the folder of a run: expected one that "sharpness run" made, .*\n$/,
    ],
    [['resume', '.'], /^error: \. is not the folder of a run: .*\n$/],
    [['resume', tiny], /^error: tiny\.json is not the folder of a run: .*\n$/],
    [['list', 'optimizers'], 'error: unknown kind "optimizers" (did you mean "optimizer"?)\n'],
    [['describe', 'smm'], 'error: unknown plugin "smm" (did you mean "sam"?)\n'],
    [
      ['describe', 'fig4b'],
      'error: "fig4b" is a preset, not a plugin: "sharpness run fig4b --print-config" shows what it is made of\n',
    ],
    [['bench', '--filter', 'fusd'], 'error: filter: no case has the word "fusd" (did you mean "fused"?)\n'],
    [['bench', '--rounds', '0'], /^error: option '--rounds <count>' argument '0' is invalid\. .*\n$/],
    [['bench', '--scale', 'slow'], /^error: option '--scale <scale>' argument 'slow' is invalid\. .*\n$/],
    [['bench', '--scalling'], "error: unknown option '--scalling'\n(Did you mean --scaling?)\n"],
    [['run', tiny, '--scale', 'quick'], /^error: tiny\.json is a file, and only presets have a scale: .*\n$/],
    [['verify', 'theorem'], /^error: unknown study "theorem" .*\n$/],
    [['reproduce', 'fig44'], 'error: unknown study "fig44" (did you mean "fig4"?)\n'],
    [['reproduce', 'tabel1'], 'error: unknown study "tabel1" (did you mean "table1"?)\n'],
    [['reproduce', 'table1', '--seeds', '0'], /^error: option '--seeds <count>' argument '0' is invalid\. .*\n$/],
    [['reproduce', 'table1', '--scale', 'slow'], /^error: option '--scale <scale>' argument 'slow' is invalid\. .*\n$/],
    [['reproduce', 'table1', '--out', '/dev/null/runs'], /^error: \/dev\/null\/runs cannot be written .*\n$/],
  ];

  test.concurrent.each(rejected)('sharpness %j', async (args, message) => {
    const cwd = newFolder();
    tinyExperiment({}, cwd);
    mkdirSync(join(cwd, 'folder.yaml'));
    writeFileSync(join(cwd, 'broken.yaml'), 'seed: 1\nseed: 2\n');
    const { stdout, stderr, code } = await ended(startIn(cwd, args));
    expect(stderr).toEqual(typeof message === 'string' ? message : expect.stringMatching(message));
    expect({ stdout, code }).toEqual({ stdout: '', code: 2 });
    expect(readdirSync(cwd).sort()).toEqual(['broken.yaml', 'folder.yaml', 'tiny.json']);
  });
});
