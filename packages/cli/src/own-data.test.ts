import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ended, startIn, tinyLab } from './fixtures/command.ts';

const folder = mkdtempSync(join(tmpdir(), 'own-data-'));
afterAll(() => rmSync(folder, { recursive: true }));

const sharpness = (...args: string[]) => ended(startIn(folder, args));

/** A dataset of a file: a sample a line, of which the last number is the target. */
const plugin = `
import { defineDataset, z } from '@sharpness-lab/core';

export default defineDataset({
  name: 'rows',
  summary: 'the samples of a file, for training and test',
  options: z.object({ file: z.string().describe('a text file of numbers') }),
  sources: ({ file }) => ({ file }),
  create(_options, _plugins, { file }) {
    const rows = new TextDecoder().decode(file).trim().split('\\n').map((line) => line.split(',').map(Number));
    const dimension = rows[0].length - 1;
    const inputs = Float32Array.from(rows.flatMap((row) => row.slice(0, dimension)));
    const targets = Float32Array.from(rows.map((row) => row[dimension]));
    const samples = { size: rows.length, dimension, inputs, targets };
    return { dimension, trainSize: rows.length, testSize: rows.length, sample: () => ({ train: samples, test: samples }) };
  },
});
`;

const experiment = (epochs: number) => ({
  name: 'own',
  dataset: { name: 'rows', file: './points.csv' },
  model: { name: '2-mlp-bias', width: 4 },
  metrics: ['loss'],
  phases: [{ optimizer: { name: 'sgd', learningRate: 0.001 }, epochs }],
  plugins: ['./rows.ts'],
});

/** A long run that stops itself at the first checkpoint. */
const long = {
  ...experiment(1e9),
  observers: [{ name: 'signal', signal: 'SIGINT', checkpoint: 1 }],
  plugins: ['./rows.ts', tinyLab],
};

const points = '1,1,1\n1,-1,-1\n-1,1,-1\n';
const sha256 = /[0-9a-f]{64}/;

/** The folder that a run has printed as its last line. */
const printedFolder = (stdout: string) => stdout.trim().split('\n').at(-1) as string;

beforeAll(() => {
  mkdirSync(join(folder, 'node_modules'));
  const installed = fileURLToPath(new URL('../../../node_modules/@sharpness-lab', import.meta.url));
  cpSync(installed, join(folder, 'node_modules/@sharpness-lab'), { recursive: true, verbatimSymlinks: false });
  mkdirSync(join(folder, 'own'));
  writeFileSync(join(folder, 'own/rows.ts'), plugin);
  writeFileSync(join(folder, 'own/points.csv'), points);
  writeFileSync(join(folder, 'own/own.json'), JSON.stringify(experiment(10)));
  writeFileSync(join(folder, 'own/long.json'), JSON.stringify(long));
});

test('a run is told by the content of the file and not by its place', async () => {
  // The path in the file of the experiment is relative to it, one on the command line to the working directory.
  const first = await sharpness('run', 'own/own.json', '--quiet');
  expect(first).toMatchObject({ stderr: '', code: 0 });
  const again = await sharpness('run', 'own/own.json', '--quiet');
  expect(printedFolder(again.stdout)).toBe(printedFolder(first.stdout));
  cpSync(join(folder, 'own/points.csv'), join(folder, 'copy.csv'));
  const copied = await sharpness('run', 'own/own.json', 'dataset.file=copy.csv', '--quiet');
  expect(printedFolder(copied.stdout)).toBe(printedFolder(first.stdout));

  writeFileSync(join(folder, 'own/points.csv'), points.replace('-1,1,-1', '-1,1,1'));
  const changed = await sharpness('run', 'own/own.json', '--quiet');
  expect(printedFolder(changed.stdout)).not.toBe(printedFolder(first.stdout));
  expect(readdirSync(join(folder, 'runs'))).toHaveLength(2);
  writeFileSync(join(folder, 'own/points.csv'), points);
});

test('a file that is not there is named with its key before anything is written', async () => {
  const { stderr, code } = await sharpness('run', 'own/own.json', 'dataset.file=nowhere.csv', '--out', 'none');
  expect(stderr).toBe(
    `error: dataset.file: ${join(folder, 'nowhere.csv')} cannot be read (there is no such file or folder)\n`,
  );
  expect(code).toBe(2);
  expect(readdirSync(folder)).not.toContain('none');
});

test('an export is the same wherever the file is', async () => {
  const dir = printedFolder((await sharpness('run', 'own/own.json', '--quiet')).stdout);
  expect(await sharpness('export', dir)).toMatchObject({ stderr: '', code: 0 });
  cpSync(join(folder, 'own/points.csv'), join(folder, 'elsewhere.csv'));
  const moved = `${join(folder, 'own/points.csv')}=elsewhere.csv`;
  // Another content would be refused, because the file is there.
  expect(await sharpness('export', dir, '--source', moved)).toMatchObject({ stderr: '', code: 0 });
});

describe('a run that was stopped', () => {
  let dir = '';
  const source = join(folder, 'own/points.csv');
  const resume = (...args: string[]) =>
    startIn(folder, ['resume', dir, '--quiet', '--checkpoint-every', '0.001', ...args]);

  beforeAll(async () => {
    const often = ['--checkpoint-every', '0.001'];
    const run = await ended(startIn(folder, ['run', 'own/long.json', '--out', 'long', '--quiet', ...often]));
    expect(run.code).toBe(130);
    dir = join('long', readdirSync(join(folder, 'long'))[0] as string);
  });

  test('is not resumed on a file that has changed', async () => {
    writeFileSync(source, points.replace('1,1,1', '1,1,2'));
    const { stderr, code } = await ended(resume());
    expect(stderr).toMatch(
      new RegExp(
        `^error: long/.*config\\.json: dataset\\.file: ${source} has changed since the run began \\(its SHA-256 was ${sha256.source} and is ${sha256.source}\\): put the file there as it was, or say where it is with --source <old>=<new>\n$`,
      ),
    );
    expect(code).not.toBe(0);
  });

  test('is not resumed without the file, and told where it is it goes on', async () => {
    renameSync(source, join(folder, 'moved.csv'));
    const { stderr } = await ended(resume());
    expect(stderr).toMatch(
      new RegExp(
        `dataset\\.file: ${source} cannot be read \\(there is no such file or folder\\); its SHA-256 was ${sha256.source}: put the file there as it was, or say where it is with --source <old>=<new>\n$`,
      ),
    );
    writeFileSync(join(folder, 'moved.csv'), points);
    const moved = await ended(resume('--source', `${source}=moved.csv`));
    expect(moved.code, moved.stderr).toBe(130);
    // From then on it is known.
    const config = JSON.parse(readFileSync(join(folder, dir, 'config.json'), 'utf8'));
    expect(config.dataset.file).toBe(join(folder, 'moved.csv'));
    expect(await ended(resume())).toMatchObject({ code: 130 });
  });

  test.each([
    ['points', '--source: expected <old>=<new>, the locations of a file, got "points"'],
    [
      'mvoed.csv=x.csv',
      `the run does not read ${join(folder, 'mvoed.csv')} (did you mean "${join(folder, 'moved.csv')}"?)`,
    ],
  ])('--source %s is refused', async (text, message) => {
    const { stderr, code } = await ended(resume('--source', text));
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });
});
