import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recordRun } from '@sharpness-lab/core';
import { folderStore } from '@sharpness-lab/core/node';
import type { Run } from '@sharpness-lab/report';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { composeLab } from '../packages.ts';
import { networkPlot } from './network.ts';

const out = mkdtempSync(join(tmpdir(), 'network-'));
afterAll(() => rmSync(out, { recursive: true }));

/** The net that memorizes 12 samples of the cube, built and not trained. */
let memorizing: Run;
beforeAll(async () => {
  const lab = await composeLab();
  const config = lab.resolve({
    name: 'memorizing',
    dataset: { name: 'xor', dimension: 8, trainSize: 12, testSize: 10 },
    model: { name: '2-mlp-bias', width: 20 },
    init: 'memorizing',
    metrics: ['loss'],
    phases: [],
  });
  const planned = lab.plan(config);
  const { dir, result } = await recordRun({ lab, planned, store: folderStore(out) });
  const { runId, engine, versions } = planned.identity;
  memorizing = {
    dir,
    config: JSON.parse(JSON.stringify(config)),
    environment: { runId, started: '', engine, versions, node: '', platform: '' },
    result,
    quantities: [],
    measurements: [],
  };
});

const request = { name: 'net', title: 'a net' };

test('of a memorizing net, each neuron works for one sample, and contributes its target', async () => {
  const { table } = await networkPlot('activations')([], { ...request, runs: [memorizing] });
  const sizes = table.rows.map((row) => row.slice(1).map(Number));
  expect(sizes).toHaveLength(12);
  for (const [i, row] of sizes.entries()) {
    for (const [j, size] of row.entries()) expect(size).toBeCloseTo(i === j ? 1 : 0, 4);
  }
});

test('columns of W1 and its largest neurons are those of the final weights', async () => {
  const columns = await networkPlot('columns')([], { ...request, runs: [memorizing] });
  expect(columns.table.rows).toHaveLength(8);
  // W1_i is a multiple of x_i, whose entries are all 1 or -1: every column has the same norm.
  const [first, ...others] = columns.table.rows.map((row) => Number(row[2]));
  for (const norm of others) expect(norm).toBeCloseTo(first as number, 3);
  const neurons = await networkPlot('neurons')([], { ...request, runs: [memorizing] });
  expect(neurons.table.rows).toHaveLength(4);
});

test('refuses other numbers of runs, unfinished ones, and what is for curves', async () => {
  const draw = networkPlot('columns');
  await expect(draw([], { ...request, runs: [] })).rejects.toThrow('expected the folder of one run, got 0 runs');
  await expect(draw([], { ...request, runs: [memorizing], x: 'step' })).rejects.toThrow('--x is for --kind curves');
  const { result: _result, ...unfinished } = memorizing;
  await expect(draw([], { ...request, runs: [unfinished] })).rejects.toThrow('is not completed');
});
