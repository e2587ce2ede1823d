import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LabError, recordRun } from '@sharpness-lab/core';
import { folderStore } from '@sharpness-lab/core/node';
import type { LineData, Run } from '@sharpness-lab/report';
import { afterAll, describe, expect, test } from 'vitest';
import { composeLab } from '../packages.ts';
import { line } from './line.ts';
import { lineBetweenRuns } from './line-between-runs.ts';

const out = mkdtempSync(join(tmpdir(), 'line-'));
afterAll(() => rmSync(out, { recursive: true }));

const lab = await composeLab();

/** The common settings of the networks in these tests: small, and by default trained on the fused kernels. */
const base = {
  name: 'base',
  dataset: { name: 'xor', dimension: 6, trainSize: 20, testSize: 30 },
  model: { name: '2-mlp-bias', width: 12 },
  metrics: ['loss', 'accuracy', 'hessian-trace', 'sharpness-bound'],
  phases: [{ optimizer: { name: '1-sam', rho: 0.05 }, epochs: 200 }],
};

async function trained(changes: Readonly<Record<string, unknown>>): Promise<Run> {
  const config = lab.resolve({ ...base, ...changes });
  const planned = lab.plan(config);
  const { dir, result } = await recordRun({ lab, planned, store: folderStore(out) });
  const { runId, engine, versions } = planned.identity;
  const environment = { runId, started: '', engine, versions, node: '', platform: '' };
  return { dir, config: JSON.parse(JSON.stringify(config)), environment, result, quantities: [], measurements: [] };
}

const valuesAt = ({ points }: LineData, position: number) => points.find(({ t }) => t === position)?.values;
const decay = [{ optimizer: { name: 'sgd', weightDecay: 0.01 }, batchSize: 20, epochs: 300 }];

describe('the line between two runs', () => {
  test.each([
    ['wasm', '2-mlp-bias'],
    ['wasm', '2-mlp-sim-bn'],
    ['tfjs', '2-mlp-bias'],
  ])('on %s with %s it ends at what the runs measured last, bit for bit', async (engine, model) => {
    const phases = base.phases.map((phase) => ({ ...phase, epochs: 5 }));
    const setting = { engine, model: { name: model, width: 12 } };
    const [a, b] = [
      await trained({ ...setting, phases }),
      await trained({ ...setting, name: 'decay', phases: decay.map((phase) => ({ ...phase, epochs: 7 })) }),
    ];
    const line = await lineBetweenRuns(a, b, 'line');
    expect(a.result?.final.values).toHaveProperty('hessian-trace');
    expect(valuesAt(line, 0)).toEqual(a.result?.final.values);
    expect(valuesAt(line, 1)).toEqual(b.result?.final.values);
    expect(valuesAt(line, 0.5)?.['train-loss']).not.toBe(a.result?.final.values['train-loss']);
    expect([line.points[0]?.t, line.points.at(-1)?.t]).toEqual([-0.25, 1.25]);
    expect(line).toMatchObject({ from: 'base', to: 'decay' });
    expect(line.quantities.map(({ name }) => name)).toContain('hessian-trace');
    expect(line).not.toHaveProperty('note');
  });

  test('between two seeds is measured on the data of the first, and says so', async () => {
    const [a, b] = [await trained({ seed: 1 }), await trained({ seed: 2 })];
    const line = await lineBetweenRuns(a, b, 'line');
    expect(line).toMatchObject({ from: 'base, seed 1', to: 'base, seed 2' });
    expect(line.note).toContain('on the data of A, which has seed 1');
    expect(valuesAt(line, 0)).toEqual(a.result?.final.values);
    expect(valuesAt(line, 1)?.['train-loss']).not.toBe(b.result?.final.values['train-loss']);
  });

  test('joins no networks of other widths, nor of other data', async () => {
    const a = await trained({});
    for (const [key, change, text] of [
      ['model', { name: '2-mlp-bias', width: 13 }, '"width":13'],
      ['dataset', { name: 'xor', dimension: 6, trainSize: 21, testSize: 30 }, '"trainSize":21'],
    ] as const) {
      const line = lineBetweenRuns(a, await trained({ [key]: change }), 'line');
      await expect(line).rejects.toThrow(LabError);
      await expect(line).rejects.toThrow(`expected the same ${key}`);
      await expect(line).rejects.toThrow(text);
    }
  });

  test('takes finished runs only', async () => {
    const { result: _result, ...unfinished } = await trained({});
    await expect(lineBetweenRuns(await trained({}), unfinished, 'line')).rejects.toThrow(
      new LabError(
        'config',
        `${unfinished.dir} is not finished: go on with it by "sharpness resume ${unfinished.dir}"`,
      ),
    );
  });
});

describe('--kind line', () => {
  const draw = (runs: readonly Run[], options: { readonly x?: 'step'; readonly y?: readonly string[] } = {}) =>
    line([], { name: 'line', title: 'line', runs, ...options });

  test('goes from the run that is named first to the other one', async () => {
    const [a, b] = [await trained({ seed: 2 }), await trained({ seed: 1 })];
    expect((await draw([a, b])).title).toBe('On the line from base, seed 2 to base, seed 1');
    expect((await draw([b, a])).title).toBe('On the line from base, seed 1 to base, seed 2');
  });

  test('refuses other numbers of runs, and what is for other kinds', async () => {
    const run = await trained({});
    await expect(draw([run])).rejects.toThrow('--kind line: expected the folders of two runs, got 1 of them');
    await expect(draw([run, run, run])).rejects.toThrow('got 3 of them');
    await expect(draw([run, run], { x: 'step' })).rejects.toThrow('--x is for --kind curves and scatter');
    await expect(draw([run, run], { y: ['loss'] })).rejects.toThrow('--y is for --kind curves and scatter');
  });
});
