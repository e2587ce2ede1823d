import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createLab } from '../../lab/lab.ts';
import { recordRun } from '../../lab/record-run.ts';
import type { PlannedRun } from '../../planning/plan-run.ts';
import { VERSION } from '../../version.ts';
import { loadPackages, locatePackages } from '../index.ts';
import { folderStore } from './folder-store.ts';
import { ensureSameRun, planSavedRun, readSavedRun } from './saved-run.ts';

const folder = mkdtempSync(join(tmpdir(), 'saved-'));
afterAll(() => rmSync(folder, { recursive: true }));

const tinyLab = new URL('../../../fixtures/tiny-lab.js', import.meta.url).href;
const lab = createLab(await loadPackages(await locatePackages([tinyLab], [folder])));
const experiment = {
  dataset: 'line',
  model: 'slope',
  init: 'zero',
  loss: 'squared',
  phases: [{ optimizer: 'descent', epochs: 4 }],
};
const planned = lab.plan(lab.resolve(experiment));
const { dir } = await recordRun({ lab, planned, store: folderStore(folder) });

/** The same run, planned with a change in its identity. */
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
  expect(() => ensureSameRun(saved, again, 'resumed')).not.toThrow();
});

test('what differs is named', async () => {
  const saved = await readSavedRun(dir);
  const way = `; start it afresh with "sharpness run ${join(dir, 'config.json')}"`;
  const version = plannedWith(({ versions }) => ({ versions: { ...versions, '@sharpness-lab/core': '9.9.9' } }));
  expect(() => ensureSameRun(saved, version, 'resumed')).toThrow(
    `${dir} cannot be resumed, because it began with @sharpness-lab/core ${VERSION} and this is 9.9.9${way}`,
  );
  const kernels = plannedWith(({ engine }) => ({ engine: { ...engine, fingerprint: 'new' } }));
  expect(() => ensureSameRun(saved, kernels, 'resumed')).toThrow(
    `${dir} cannot be resumed, because it began with other code in the engine "plain"${way}`,
  );
  const other = plannedWith(({ engine }) => ({ engine: { ...engine, name: 'fancy' } }));
  expect(() => ensureSameRun(saved, other, 'resumed')).toThrow(
    `${dir} cannot be resumed, because it began on the engine "plain" and would go on on "fancy"${way}`,
  );
  expect(() => ensureSameRun(saved, kernels, 'exported')).toThrow(
    `${dir} cannot be exported, because it began with other code in the engine "plain"${way}`,
  );
  const config = plannedWith(() => ({ config: { seed: 1 } }));
  expect(() => ensureSameRun(saved, config, 'resumed')).toThrow(
    `${dir} cannot be resumed, because its config.json has been changed${way}`,
  );
});

test.each<[string, (dir: string) => void]>([
  ['nowhere', (path) => rmSync(path, { recursive: true })],
  ['an empty folder', () => {}],
])('%s is not the folder of a run', async (_what, prepare) => {
  const path = mkdtempSync(join(folder, 'no-run-'));
  prepare(path);
  await expect(readSavedRun(path)).rejects.toMatchObject({
    kind: 'store',
    message: `${path} is not the folder of a run: expected one that "sharpness run" made, with its config.json and environment.json`,
  });
});

const saved = (name: string) => readFileSync(join(dir, name), 'utf8');
test.each([
  ['config.json', 'it is damaged', saved('config.json').slice(0, 40), saved('environment.json')],
  ['config.json', 'it is damaged', 'null', saved('environment.json')],
  ['config.json', 'it is damaged', '[]', saved('environment.json')],
  ['environment.json', 'it is damaged', saved('config.json'), saved('environment.json').slice(0, 40)],
  ['environment.json', 'it is damaged', saved('config.json'), 'null'],
  ['environment.json', 'there is no such file or folder', saved('config.json'), undefined],
])('%s is to blame (%s)', async (name, problem, config, environment) => {
  const path = mkdtempSync(join(folder, 'damaged-'));
  writeFileSync(join(path, 'config.json'), config);
  if (environment !== undefined) writeFileSync(join(path, 'environment.json'), environment);
  await expect(readSavedRun(path)).rejects.toMatchObject({
    kind: 'store',
    message: `${path} cannot be read, because of its ${name} (${problem}); the same "sharpness run" that began it continues it`,
  });
});

test('a folder of runs is not a run, and one of its runs is named', async () => {
  const runs = mkdtempSync(join(folder, 'several-'));
  const { dir: run } = await recordRun({ lab, planned, store: folderStore(runs) });
  await expect(readSavedRun(runs)).rejects.toMatchObject({
    kind: 'store',
    message: `${runs} is a folder of runs: name one of them, for example ${run}`,
  });
});

test('a configuration that nobody can run is refused by its name', async () => {
  const edited = { ...(await readSavedRun(dir)), config: { ...experiment, model: 'slop' } };
  await expect(planSavedRun(edited, lab, 'resumed')).rejects.toThrow(
    `${join(dir, 'config.json')}: model: unknown model "slop" (did you mean "slope"?)`,
  );
  expect((await planSavedRun(await readSavedRun(dir), lab, 'resumed')).identity).toEqual(planned.identity);
});
