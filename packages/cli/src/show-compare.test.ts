import {
  cpSync,
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
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ended, startIn, tiny } from './fixtures/command.ts';

const folder = mkdtempSync(join(tmpdir(), 'show-'));
afterAll(() => rmSync(folder, { recursive: true }));

const sharpness = (...args: string[]) => ended(startIn(folder, args));

async function runTiny(...changes: string[]): Promise<string> {
  const { stdout } = await sharpness('run', 'tiny.json', '--json', '--quiet', ...changes);
  return (JSON.parse(stdout) as { dir: string }).dir;
}

/** Changes a file of a run. */
function edit(dir: string, name: string, change: (content: Record<string, unknown>) => object): void {
  const path = join(folder, dir, name);
  writeFileSync(path, JSON.stringify(change(JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>)));
}

function copied(dir: string, name: string): string {
  cpSync(join(folder, dir), join(folder, name), { recursive: true });
  return name;
}

let first = '';
let otherSeed = '';
let slower = '';

beforeAll(async () => {
  writeFileSync(join(folder, 'tiny.json'), JSON.stringify(tiny));
  first = await runTiny();
  otherSeed = await runTiny('seed=1');
  slower = await runTiny('phases.0.optimizer.learningRate=0.125');
});

describe('show', () => {
  test('prints how a run was configured and what was measured', async () => {
    const { stdout, stderr, code } = await sharpness('show', first);
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    const [ending, , ...lines] = stdout.split('\n');
    expect(ending).toMatch(/^tiny, seed 0: completed; 4 steps in .* \(.* steps\/s\)$/);
    const text = lines.join('\n').replace(/^started .*\non .*$/m, '[when and where]');
    expect(text).toBe(`dataset  line
model    slope
init     zero
loss     squared
phase    descent learningRate=0.25, 4 epochs, batch size 1, shuffled
engine   plain (generic)
[when and where]

METRIC  START  LAST    EPOCH 0 TO 4
error   1      0.0625  █▄▂▁▁

${first}
`);
  });

  test('--json prints exactly one object', async () => {
    const { stdout, code } = await sharpness('show', first, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      status: 'completed',
      dir: first,
      config: { name: 'tiny', seed: 0 },
      environment: { engine: { name: 'plain' }, node: process.version },
      result: { steps: 4, final: { values: { error: 0.0625 } } },
      measurements: { length: 5, 0: { epoch: 0, values: { error: 1 } } },
    });
  });

  test('a run that was killed is shown up to the last whole measurement', async () => {
    const dir = copied(first, 'killed');
    rmSync(join(folder, dir, 'result.json'));
    const path = join(folder, dir, 'metrics.jsonl');
    truncateSync(path, readFileSync(path).length - 5);
    const { stdout, code } = await sharpness('show', dir);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^tiny, seed 0: stopped; measured up to epoch 3 of 4\n"sharpness resume killed" continues it\n/,
    );
    expect(stdout).toMatch(/^error {3}1 {6}0\.125 {2}█▄▂▁$/m);
  });

  test('a run that is going on is told from one that was stopped', async () => {
    const endless = ['phases.0.epochs=1000000000', 'phases.0.optimizer.learningRate=0'];
    const child = startIn(folder, ['run', 'tiny.json', '--out', 'endless', '--json', ...endless]);
    await new Promise((resolve) => child.stderr.once('data', resolve));
    await new Promise((resolve) => setTimeout(resolve, 200));
    const dir = join('endless', readdirSync(join(folder, 'endless'))[0] as string);
    const status = async () => JSON.parse((await sharpness('show', dir, '--json')).stdout).status;
    // Only on these systems can the command see that a run is going on.
    expect(await status()).toBe(['linux', 'win32'].includes(process.platform) ? 'running' : 'stopped');
    child.kill('SIGINT');
    await ended(child);
    expect(await status()).toBe('stopped');
  });

  test('packages that are installed in another version now are named', async () => {
    const dir = copied(first, 'old');
    edit(dir, 'environment.json', (environment) => ({ ...environment, versions: { '@sharpness-lab/core': '0.0.7' } }));
    const { stdout } = await sharpness('show', dir);
    expect(stdout).toMatch(/^with +@sharpness-lab\/core 0\.0\.7 \(now \d+\.\d+\.\d+\)$/m);
  });
});

describe('compare', () => {
  test('runs that differ in a setting, side by side', async () => {
    const { stdout, stderr, code } = await sharpness('compare', first, slower);
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    expect(stdout).toBe(`A: ${first} (tiny, seed 0, completed)
B: ${slower} (tiny, seed 0, completed)

their configurations differ

DIFFERENCE                       A     B
phases.0.optimizer.learningRate  0.25  0.125

LAST   A       B        B - A    B / A
error  0.0625  0.31641  0.25391  5.0625
`);
  });

  test('says that only the seeds differ', async () => {
    const { stdout } = await sharpness('compare', first, otherSeed);
    expect(stdout).toContain('\n\nboth have the same configuration, with other seeds\n\n');
    expect(stdout).toMatch(/^seed +0 {2}1$/m);
  });

  test('says that it is the same run, and whether it ended alike', async () => {
    const same = copied(first, 'same');
    expect((await sharpness('compare', first, same)).stdout).toContain(
      '\n\nboth are the same run, with equal results\n\n',
    );
    edit(same, 'environment.json', (environment) => ({ ...environment, node: 'v18.0.0' }));
    const path = join(folder, same, 'metrics.jsonl');
    writeFileSync(path, readFileSync(path, 'utf8').replace('0.0625', '0.0626'));
    const { stdout } = await sharpness('compare', first, same);
    expect(stdout).toContain(
      '\n\nboth are the same run, with different versions of Node.js, but their results differ\n\n',
    );
    expect(stdout).toMatch(new RegExp(`^node +${process.version} +v18\\.0\\.0$`, 'm'));
  });

  test('--json prints exactly one object', async () => {
    const { stdout, code } = await sharpness('compare', first, slower, '--json');
    expect(code).toBe(0);
    const { runs, groups, configuration, results } = JSON.parse(stdout);
    expect(runs.map(({ dir }: { dir: string }) => dir)).toEqual([first, slower]);
    expect(groups).toBeUndefined();
    expect(configuration).toEqual([{ path: 'phases.0.optimizer.learningRate', values: [0.25, 0.125] }]);
    expect(results).toEqual([
      { metric: 'error', values: [0.0625, 0.31640625], relations: [{ difference: 0.25390625, ratio: 5.0625 }] },
    ]);
  });
});

describe('compare, of more than two runs', () => {
  /** A copy of a run, as if it had another seed and another error at its end. */
  function reseeded(dir: string, seed: number, error: number): string {
    const copy = copied(dir, `sweep/${dir.slice(dir.indexOf('/') + 1)}-${seed}`);
    edit(copy, 'config.json', (config) => ({ ...config, seed }));
    const path = join(folder, copy, 'metrics.jsonl');
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
    const last = JSON.parse(lines.at(-1) as string);
    const values = Number.isNaN(error) ? {} : { error };
    writeFileSync(path, `${[...lines.slice(0, -1), JSON.stringify({ ...last, values })].join('\n')}\n`);
    return copy;
  }

  beforeAll(async () => {
    mkdirSync(join(folder, 'sweep'));
    // In the order of their names 0.125 comes before 0.0625.
    const slowest = await runTiny('phases.0.optimizer.learningRate=0.0625');
    for (const [dir, errors] of [
      [first, [0.1, 0.3]],
      [slower, [0.5, 0.5, Number.NaN]],
      [slowest, [0.75]],
    ] as const) {
      for (const [seed, error] of errors.entries()) reseeded(dir, seed, error);
    }
  });

  test('those that differ in their seeds only are one column, by the value in which they differ from others', async () => {
    const { stdout, stderr, code } = await sharpness('compare', 'sweep');
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    const [introduction, verdict, differences, remaining, results] = stdout.split('\n\n');
    expect(introduction?.split('\n').map((line) => line.replace(/sweep\/\S+/, 'DIR'))).toEqual([
      'learning rate 0.0625: DIR (tiny, seed 0, completed)',
      'learning rate 0.125: DIR and 2 more (tiny, seeds 0–2, completed)',
      'learning rate 0.25: DIR and 1 more (tiny, seeds 0, 1, completed)',
    ]);
    expect(verdict).toBe('6 runs of 3 configurations');
    // The terminal has room for two of them.
    expect([differences, remaining].map((block) => block?.split('\n').map((line) => line.split(/ {2,}/)))).toEqual([
      [
        ['DIFFERENCE', 'learning rate 0.0625', 'learning rate 0.125'],
        ['phases.0.optimizer.learningRate', '0.0625', '0.125'],
      ],
      [
        ['DIFFERENCE', 'learning rate 0.25'],
        ['phases.0.optimizer.learningRate', '0.25'],
      ],
    ]);
    expect(
      results
        ?.trimEnd()
        .split('\n')
        .map((line) => line.split(/ {2,}/)),
    ).toEqual([
      ['LAST', 'learning rate 0.0625', 'learning rate 0.125', 'learning rate 0.25'],
      ['seeds', '1', '3', '2'],
      ['error', '0.75', '0.5, 2 of 3', '0.2 (0.1 to 0.3)'],
    ]);
  });

  test('--json has their means, their spread and their number', async () => {
    const { runs, groups, verdict, configuration, results } = JSON.parse(
      (await sharpness('compare', 'sweep', '--json')).stdout,
    );
    expect(runs).toHaveLength(6);
    expect(groups).toMatchObject([
      { label: 'learning rate 0.0625', seeds: [0] },
      { label: 'learning rate 0.125', seeds: [0, 1, 2] },
      { label: 'learning rate 0.25', seeds: [0, 1] },
    ]);
    expect(groups[1].runs).toHaveLength(3);
    expect(verdict).toBe('6 runs of 3 configurations');
    expect(configuration).toEqual([{ path: 'phases.0.optimizer.learningRate', values: [0.0625, 0.125, 0.25] }]);
    expect(results).toEqual([
      {
        metric: 'error',
        means: [0.75, 0.5, 0.2],
        smallest: [0.75, 0.5, 0.1],
        largest: [0.75, 0.5, 0.3],
        runs: [1, 2, 2],
        relations: [
          { difference: -0.25, ratio: expect.closeTo(2 / 3, 12) },
          { difference: expect.closeTo(-0.55, 12), ratio: expect.closeTo(4 / 15, 12) },
        ],
      },
    ]);
  });

  test('machines on which the seeds of a column ran are listed', async () => {
    const dir = readdirSync(join(folder, 'sweep')).find((name) => name.endsWith('-2')) as string;
    edit(join('sweep', dir), 'environment.json', (environment) => ({ ...environment, node: 'v18.0.0' }));
    const { stdout } = await sharpness('compare', 'sweep');
    expect(stdout).toContain('\n\n6 runs of 3 configurations, with different versions of Node.js\n\n');
    expect(stdout).toMatch(new RegExp(`^node +${process.version} +\\[${process.version}, v18\\.0\\.0\\]$`, 'm'));
  });

  test('seeds of one configuration are a column each, in their order', async () => {
    const dirs = readdirSync(join(folder, 'sweep')).filter((name) => /-s0-.*-[012]$/.test(name));
    const byConfig = dirs.filter((name) => name.startsWith(slower.slice('runs/'.length)));
    const { stdout, code } = await sharpness('compare', ...byConfig.toReversed().map((name) => join('sweep', name)));
    expect(code).toBe(0);
    expect(stdout).toMatch(/^LAST +seed 0 +seed 1 +seed 2$/m);
    expect(stdout).toMatch(/^error +0\.5 +0\.5 +-$/m);
  });

  test('headings that are long make way for letters', async () => {
    const other = await runTiny(
      'model=slope',
      'phases=[{optimizer: descent, epochs: 4}, {optimizer: descent, epochs: 3}]',
    );
    const { stdout } = await sharpness('compare', first, slower, other);
    expect(stdout).toMatch(/^B: runs\/\S+ \(learning rate 0\.25, optimizer descent, tiny, seed 0, completed\)$/m);
    expect(stdout).toMatch(/^LAST +A +B +C$/m);
  });
});

describe('bad input', () => {
  const rejected: readonly (readonly [args: readonly string[], message: RegExp])[] = [
    [['show'], /^error: missing required argument 'folder'\n$/],
    [['show', 'nowhere'], /^error: nowhere is not the folder of a run: expected one that "sharpness run" made, .*\n$/],
    [['show', 'runs'], /^error: runs is a folder of runs: name one of them, for example runs\/tiny-s.*\n$/],
    [['compare', 'nowhere'], /^error: nowhere does not exist: .*\n$/],
    [['compare', 'tiny.json'], /^error: tiny\.json is neither a run's folder nor a folder of runs: .*\n$/],
  ];

  test.each(rejected)('sharpness %j', async (args, message) => {
    const { stdout, stderr, code } = await sharpness(...args);
    expect(stderr).toMatch(message);
    expect({ stdout, code }).toEqual({ stdout: '', code: 2 });
  });

  test('one run alone is not compared', async () => {
    const { stderr, code } = await sharpness('compare', first);
    expect({ stderr, code }).toEqual({
      stderr: `error: expected at least two runs to compare, got one: ${first}\n`,
      code: 2,
    });
  });
});
