import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readMeasurements, readMeasurementsSoFar, readWeights } from './read-run.ts';
import { encodeSafetensors } from './safetensors.ts';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'read-run-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const point = (epoch: number) => ({ phase: 0, epoch, step: 10 * epoch, seconds: 0.5, values: { 'train-loss': 1 / 3 } });

test('measurements come back in their order', async () => {
  writeFileSync(join(dir, 'metrics.jsonl'), `${JSON.stringify(point(0))}\n${JSON.stringify(point(7))}\n`);
  expect(await readMeasurements(dir)).toEqual([point(0), point(7)]);
});

test('of an unfinished run, the measurements that are whole are read', async () => {
  expect(await readMeasurementsSoFar(dir)).toEqual([]);
  const whole = `${JSON.stringify(point(0))}\n${JSON.stringify(point(7))}\n`;
  writeFileSync(join(dir, 'metrics.jsonl'), `${whole}{"phase":0,"epo`);
  expect(await readMeasurementsSoFar(dir)).toEqual([point(0), point(7)]);
});

test('weights come back by name', async () => {
  const tensors = { W1: { shape: [2, 1], values: Float32Array.of(0.1, -2) } };
  writeFileSync(join(dir, 'weights.safetensors'), encodeSafetensors(tensors));
  expect(await readWeights(dir)).toEqual({ W1: Float32Array.of(0.1, -2) });
});

test('what is missing or damaged is named, with the way out', async () => {
  await expect(readMeasurements(dir)).rejects.toThrow(/metrics\.jsonl cannot be read \(there is no such file.*remove/);
  writeFileSync(join(dir, 'metrics.jsonl'), '{"epoch":');
  writeFileSync(join(dir, 'weights.safetensors'), 'short');
  await expect(readMeasurements(dir)).rejects.toMatchObject({ kind: 'store' });
  await expect(readWeights(dir)).rejects.toThrow(/weights\.safetensors cannot be read \(.*remove its folder/);
});
