import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decodeSafetensors, type Tensor } from '@sharpness-lab/core/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ended, startIn } from './fixtures/command.ts';

const folder = mkdtempSync(join(tmpdir(), 'export-'));
afterAll(() => rmSync(folder, { recursive: true }));

const sharpness = (...args: string[]) => ended(startIn(folder, args));
const bytes = (...path: string[]) => readFileSync(join(folder, ...path));

const experiment = {
  name: 'small',
  seed: 4,
  dataset: { name: 'xor', dimension: 5, trainSize: 30, testSize: 40 },
  model: { name: '2-mlp-no-bias', width: 8 },
  loss: 'mse',
  metrics: ['loss', 'accuracy'],
  phases: [{ optimizer: { name: 'sgd', learningRate: 0.01 }, epochs: 20 }],
};

/** Runs an experiment and returns the folder of the run. */
async function run(config: object): Promise<string> {
  writeFileSync(join(folder, 'experiment.json'), JSON.stringify(config));
  const { stdout } = await sharpness('run', 'experiment.json', '--json', '--quiet');
  return (JSON.parse(stdout) as { dir: string }).dir;
}

let small = '';
beforeAll(async () => {
  small = await run(experiment);
});

/** The outputs W2 relu(W1 x) of the network in a file on its samples. */
function outputs(tensors: Readonly<Record<string, Tensor>>, split: string): number[] {
  const { shape, values: inputs } = tensors[`${split}.inputs`] as Tensor;
  const [size, dimension] = shape as [number, number];
  const [first, second] = ['W1', 'W2'].map((name) => Array.from(tensors[`parameters.${name}`]?.values ?? []));
  return Array.from({ length: size }, (_, i) =>
    (second as number[]).reduce((sum, weight, j) => {
      let input = 0;
      for (let k = 0; k < dimension; k++) {
        input += ((first as number[])[j * dimension + k] as number) * (inputs[i * dimension + k] as number);
      }
      return sum + weight * Math.max(0, input);
    }, 0),
  );
}

test('data and weights give the measured losses and accuracies again', async () => {
  const { stdout, stderr, code } = await sharpness('export', small);
  expect({ stdout, stderr, code }).toEqual({ stdout: `${small}.safetensors\n`, stderr: '', code: 0 });
  const { tensors, metadata } = decodeSafetensors(bytes(`${small}.safetensors`));
  expect(Object.entries(tensors).map(([name, { shape }]) => [name, shape])).toEqual([
    ['train.inputs', [30, 5]],
    ['train.targets', [30]],
    ['test.inputs', [40, 5]],
    ['test.targets', [40]],
    ['parameters.W1', [8, 5]],
    ['parameters.W2', [1, 8]],
  ]);
  expect({ ...metadata, dataset: JSON.parse(metadata.dataset ?? '') }).toEqual({
    format: '1',
    runId: small.slice(-12),
    seed: '4',
    dataset: expect.objectContaining(experiment.dataset),
    dimension: '5',
    trainSize: '30',
    testSize: '40',
  });
  const { final } = JSON.parse(bytes(small, 'result.json').toString()) as { final: { values: Record<string, number> } };
  for (const split of ['train', 'test']) {
    const targets = Array.from(tensors[`${split}.targets`]?.values ?? []);
    const fitted = outputs(tensors, split);
    const mean = (of: (f: number, y: number) => number) =>
      fitted.reduce((sum, f, i) => sum + of(f, targets[i] as number), 0) / targets.length;
    const loss = mean((f, y) => (f - y) ** 2);
    expect(loss).toBeGreaterThan(0.01);
    expect(Math.abs(loss / (final.values[`${split}-loss`] as number) - 1)).toBeLessThan(1e-5);
    expect(mean((f, y) => (f * y > 0 ? 1 : 0))).toBe(final.values[`${split}-accuracy`]);
  }
});

test('the data alone have a file of their own, and their samples are those of the dataset', async () => {
  const { stdout, code } = await sharpness('export', '--data', `${small}/`);
  expect({ stdout, code }).toEqual({ stdout: `${small}.data.safetensors\n`, code: 0 });
  const { tensors } = decodeSafetensors(bytes(`${small}.data.safetensors`));
  expect(Object.keys(tensors)).toEqual(['train.inputs', 'train.targets', 'test.inputs', 'test.targets']);
  const { inputs, targets } = { inputs: tensors['train.inputs'], targets: tensors['train.targets'] };
  // The target is the product of the first two coordinates.
  expect(Array.from(targets?.values ?? [])).toEqual(
    Array.from({ length: 30 }, (_, i) => (inputs?.values[5 * i] ?? 0) * (inputs?.values[5 * i + 1] ?? 0)),
  );
  expect(new Set(inputs?.values)).toEqual(new Set([-1, 1]));
});

test('a file is written once, and one with another content is left as it is', async () => {
  const out = join('once', 'data.safetensors');
  expect(await sharpness('export', small, '--data', '--out', out)).toMatchObject({
    stderr: `error: ${out} cannot be written (there is no such file or folder): choose another --out\n`,
    code: 2,
  });
  const name = 'once.safetensors';
  for (let time = 0; time < 2; time++) {
    expect(await sharpness('export', small, '--data', '--out', name)).toMatchObject({ stdout: `${name}\n`, code: 0 });
  }
  const before = bytes(name);
  expect(await sharpness('export', small, '--out', name)).toMatchObject({
    stdout: '',
    stderr: `error: ${name} cannot be written (a file with another content is there): choose another --out\n`,
    code: 2,
  });
  expect(bytes(name)).toEqual(before);
  expect(readdirSync(folder).filter((file) => file.endsWith('.tmp'))).toEqual([]);
});

test('runs among exported files are found as before', async () => {
  await sharpness('export', small);
  expect(await sharpness('plot', 'runs', '--out', 'among.json')).toMatchObject({ stderr: '', code: 0 });
});

test.each([
  [['export', 'nowhere'], 'nowhere is not the folder of a run: expected one that "sharpness run" made'],
  [['export', 'runs'], 'runs is a folder of runs: name one of them, for example runs/'],
  [['export', 'runs', '--out', 'data.npz'], '--out: expected a name that ends in .safetensors, got data.npz'],
  [['export', 'runs', '--daat'], "unknown option '--daat'\n(Did you mean --data?)"],
])('%j is refused in a sentence', async (args, message) => {
  const { stdout, stderr, code } = await sharpness(...args);
  expect({ stdout, code }).toEqual({ stdout: '', code: 2 });
  expect(stderr).toContain(`error: ${message}`);
});

test('a run that was stopped has data, and no weights yet', async () => {
  const dir = 'stopped';
  cpSync(join(folder, small), join(folder, dir), { recursive: true });
  rmSync(join(folder, dir, 'result.json'));
  expect(await sharpness('export', dir)).toMatchObject({
    stderr: `error: ${dir} is not finished and has no final weights: finish it with "sharpness resume ${dir}", or export its data alone with --data\n`,
    code: 2,
  });
  await sharpness('export', small, '--data');
  expect(await sharpness('export', dir, '--data')).toMatchObject({ code: 0 });
  expect(bytes(`${dir}.data.safetensors`)).toEqual(bytes(`${small}.data.safetensors`));
});

const twoPoints = `
import { defineDataset, z } from '@sharpness-lab/core';

const train = { size: 2, dimension: 1, inputs: Float32Array.of(0.5, -2), targets: Float32Array.of(1, -1) };
const test = { size: 1, dimension: 1, inputs: Float32Array.of(3), targets: Float32Array.of(1) };

export default defineDataset({
  name: 'two-points',
  summary: 'two points on the line',
  options: z.object({}),
  create: () => ({ dimension: 1, trainSize: 2, testSize: 1, sample: () => ({ train, test }) }),
});
`;

test('data of a plugin are exported, and no longer once it has changed or is gone', async () => {
  const plugin = join(folder, 'two-points.js');
  writeFileSync(plugin, twoPoints);
  const dir = await run({ ...experiment, dataset: 'two-points', plugins: ['./two-points.js'] });
  const out = `${dir}.data.safetensors`;
  expect(await sharpness('export', dir, '--data')).toMatchObject({ stdout: `${out}\n`, code: 0 });
  expect(decodeSafetensors(bytes(out)).tensors).toEqual({
    'train.inputs': { shape: [2, 1], values: Float32Array.of(0.5, -2) },
    'train.targets': { shape: [2], values: Float32Array.of(1, -1) },
    'test.inputs': { shape: [1, 1], values: Float32Array.of(3) },
    'test.targets': { shape: [1], values: Float32Array.of(1) },
  });
  rmSync(join(folder, out));

  writeFileSync(plugin, twoPoints.replace('-2', '-3'));
  const changed = await sharpness('export', dir, '--data');
  expect(changed.code).toBe(2);
  expect(changed.stderr).toMatch(
    new RegExp(
      `^error: ${dir} cannot be exported, because it began with two-points\\.js \\S+ and this is \\S+; ` +
        `start it afresh with "sharpness run ${dir}/config\\.json"\n$`,
    ),
  );
  rmSync(plugin);
  const gone = await sharpness('export', dir, '--data');
  expect(gone.code).toBe(2);
  expect(gone.stderr).toMatch(/^error: .*two-points\.js.*\n$/);
  expect(existsSync(join(folder, out))).toBe(false);
});

test('a run of an earlier version is refused, because its data might be others', async () => {
  cpSync(fileURLToPath(new URL('../../../tests/fixtures/runs-0.1.0', import.meta.url)), join(folder, 'old'), {
    recursive: true,
  });
  const { stderr, code } = await sharpness('export', 'old/tiny-s0-e7f86f3493c9');
  expect(code).toBe(2);
  expect(stderr).toMatch(
    /^error: old\/tiny-s0-e7f86f3493c9 cannot be exported, because it began with @sharpness-lab\/core 0\.1\.0 and this is .*\n$/,
  );
});
