import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { recordRun } from '../../lab/record-run.ts';
import { smallLab } from '../../testing/stand-ins/small-lab.ts';
import { VERSION } from '../../version.ts';
import { loadConfig } from '../config/config-file.ts';
import { folderStore } from './folder-store.ts';
import { readMeasurements, readMeasurementsSoFar, readQuantities, readWeights } from './read-run.ts';
import { findFinishedRun } from './run-directory.ts';
import { decodeSafetensors, encodeSafetensors } from './safetensors.ts';
import { readSavedRun } from './saved-run.ts';

const folder = mkdtempSync(join(tmpdir(), 'formats-'));
afterAll(() => rmSync(folder, { recursive: true }));

const old = new URL('../../../../../tests/fixtures/runs-0.1.0/', import.meta.url).pathname;

describe('a run of version 0.1.0', () => {
  test('keeps its estimates, whose standard errors were values', async () => {
    const dir = join(old, 'estimate-s0-47c3a0b591a7');
    const [, second] = await readMeasurements(dir);
    expect(second).toEqual({
      phase: 0,
      epoch: 20,
      step: 240,
      seconds: 0.005894566999999995,
      values: {
        'train-loss': 0.551739805540142,
        'test-loss': 0.9370567223010259,
        'noisy-trace': 7.954199258238077,
      },
      uncertainty: { 'noisy-trace': { standardError: 1.5478622282299845 } },
    });
    const { finished } = await readSavedRun(dir);
    expect(finished?.result.final).toEqual({
      values: {
        'train-loss': 0.5030941608027794,
        'test-loss': 0.5938307399511821,
        'noisy-trace': 9.715220481390134,
      },
      uncertainty: { 'noisy-trace': { standardError: 1.6332816404129802 } },
    });
  });

  test('has the titles, units and scales of the metrics that came with that version', async () => {
    const quantities = await readQuantities(join(old, 'tiny-s0-e7f86f3493c9'));
    const names = new Set(quantities.map(({ name }) => name));
    const [point] = await readMeasurements(join(old, 'tiny-s0-e7f86f3493c9'));
    expect(Object.keys(point?.values ?? {}).filter((name) => !names.has(name))).toEqual([]);
    expect(quantities.find(({ name }) => name === 'layer-2-norm')).toMatchObject({ title: 'norm of layer 2 ‖θ₂‖' });
  });

  test('has weights, and measurements up to where it was stopped', async () => {
    const dir = join(old, 'stopped-s0-b1c16c828130');
    expect((await readWeights(dir)).W1).toHaveLength(24);
    expect((await readMeasurementsSoFar(dir)).map(({ epoch }) => epoch)).toEqual([0]);
    expect((await readSavedRun(dir)).finished).toBeUndefined();
  });
});

describe('a format of a later version', () => {
  const lab = smallLab([], { metrics: [] });
  const planned = lab.plan(lab.resolve({}));
  const recorded = recordRun({ lab, planned, store: folderStore(join(folder, 'runs')) });
  const { runId } = planned.identity;

  const readers: Readonly<Record<string, (dir: string, out: string) => Promise<unknown>>> = {
    'config.json': readSavedRun,
    'environment.json': readSavedRun,
    'quantities.json': readQuantities,
    'metrics.jsonl': readMeasurements,
    'result.json': readSavedRun,
    'weights.safetensors': readWeights,
  };

  function makeLater(path: string) {
    if (!path.endsWith('.safetensors')) {
      return writeFileSync(path, readFileSync(path, 'utf8').replace(/"format": ?1/, '"format":2'));
    }
    const { tensors, metadata } = decodeSafetensors(readFileSync(path));
    writeFileSync(path, encodeSafetensors(tensors, { ...metadata, format: '2' }));
  }

  test.each(Object.entries(readers))('is refused in one sentence: %s', async (name, read) => {
    const out = mkdtempSync(join(folder, 'later-'));
    const dir = join(out, `small-${runId}`);
    cpSync((await recorded).dir, dir, { recursive: true });
    await expect(read(dir, out)).resolves.toBeDefined();
    makeLater(join(dir, name));
    const message = `${join(dir, name)} has format 2, and this version, ${VERSION}, reads formats up to 1: update Sharpness Lab`;
    await expect(read(dir, out)).rejects.toMatchObject({ kind: 'store', message });
    if (name === 'result.json') await expect(findFinishedRun(out, runId)).rejects.toThrow(message);
    if (name === 'metrics.jsonl') await expect(readMeasurementsSoFar(dir)).rejects.toThrow(message);
    if (name === 'config.json') await expect(loadConfig(join(dir, name))).rejects.toThrow(message);
  });

  test('may not be anything else than a number', async () => {
    const path = join(folder, 'mine.yaml');
    writeFileSync(path, 'format: new\ndataset: xor\n');
    await expect(loadConfig(path)).rejects.toThrow(`${path} has format "new", and this version`);
  });
});

test('a configuration from the folder of a run is that of its experiment', async () => {
  const lab = smallLab();
  const planned = lab.plan(lab.resolve({ seed: 3 }));
  const { dir } = await recordRun({ lab, planned, store: folderStore(join(folder, 'again')) });
  const config = await loadConfig(join(dir, 'config.json'));
  expect(lab.plan(lab.resolve(config)).identity).toEqual(planned.identity);
});

test('quantities that are damaged are named, with the way out', async () => {
  const dir = mkdtempSync(join(folder, 'damaged-'));
  writeFileSync(join(dir, 'quantities.json'), '{"format":1,"quantities":[{"name":"x"}]}');
  await expect(readQuantities(dir)).rejects.toThrow(
    /quantities\.json cannot be read \(it is damaged\): remove its folder/,
  );
});
