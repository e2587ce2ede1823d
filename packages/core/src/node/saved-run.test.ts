import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createLab } from '../lab.ts';
import type { PlannedRun } from '../train.ts';
import { loadPackages, locatePackages } from './packages.ts';
import { recordRun } from './record.ts';
import { ensureSameRun, readSavedRun } from './saved-run.ts';

const folder = mkdtempSync(join(tmpdir(), 'saved-'));
afterAll(() => rmSync(folder, { recursive: true }));

const tinyLab = new URL('../../fixtures/tiny-lab.js', import.meta.url).href;
const lab = createLab(await loadPackages(await locatePackages([tinyLab], [folder])));
const experiment = {
  dataset: 'line',
  model: 'slope',
  init: 'zero',
  loss: 'squared',
  phases: [{ optimizer: 'descent', epochs: 4 }],
};
const planned = lab.plan(lab.resolve(experiment));
const { dir } = await recordRun({ lab, planned, out: folder });

/** The same run, planned where something of its identity differs. */
function plannedWith(change: (identity: PlannedRun['identity']) => object): PlannedRun {
  return { ...planned, identity: { ...planned.identity, ...change(planned.identity), runId: 'other' } };
}

test('a run’s folder tells what it is', async () => {
  const saved = await readSavedRun(dir);
  expect(saved).toMatchObject({
    dir,
    environment: { runId: planned.identity.runId, versions: planned.identity.versions },
    finished: { status: 'completed', reused: true, dir, result: { runId: planned.identity.runId, epochs: 4 } },
  });
  const again = lab.plan(lab.resolve(saved.config));
  expect(again.identity).toEqual(planned.identity);
  expect(() => ensureSameRun(saved, again)).not.toThrow();
});

test('what differs is named', async () => {
  const saved = await readSavedRun(dir);
  const way = `; start it afresh with "sharpness run ${join(dir, 'config.json')}"`;
  const version = plannedWith(({ versions }) => ({ versions: { ...versions, '@sharpness-lab/core': '9.9.9' } }));
  expect(() => ensureSameRun(saved, version)).toThrow(
    `${dir} cannot be resumed, because it began with @sharpness-lab/core 0.1.0 and this is 9.9.9${way}`,
  );
  const kernels = plannedWith(({ engine }) => ({ engine: { ...engine, fingerprint: 'new' } }));
  expect(() => ensureSameRun(saved, kernels)).toThrow(
    `${dir} cannot be resumed, because it began with other code in the engine "plain"${way}`,
  );
  const config = plannedWith(() => ({ config: { seed: 1 } }));
  expect(() => ensureSameRun(saved, config)).toThrow(
    `${dir} cannot be resumed, because its config.json has been changed${way}`,
  );
});

test.each<[string, (dir: string) => void]>([
  ['nowhere', (path) => rmSync(path, { recursive: true })],
  ['an empty folder', () => {}],
  ['a configuration alone', (path) => writeFileSync(join(path, 'config.json'), '{}')],
  [
    'files of other makes',
    (path) => {
      writeFileSync(join(path, 'config.json'), '{}');
      writeFileSync(join(path, 'environment.json'), 'null');
    },
  ],
  [
    'a damaged environment',
    (path) => {
      writeFileSync(join(path, 'config.json'), readFileSync(join(dir, 'config.json')));
      writeFileSync(join(path, 'environment.json'), readFileSync(join(dir, 'environment.json')).subarray(0, 40));
    },
  ],
])('%s is not the folder of a run', async (_what, prepare) => {
  const path = mkdtempSync(join(folder, 'no-run-'));
  prepare(path);
  await expect(readSavedRun(path)).rejects.toMatchObject({
    kind: 'store',
    message: `${path} is not the folder of a run: expected one that "sharpness run" made, with its config.json and environment.json`,
  });
});
