import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LabError } from '@sharpness-lab/core';
import { afterAll, expect, test } from 'vitest';
import { decideByMean } from '../claims/claim.ts';
import { readClaims } from './claims-file.ts';
import type { StudyRecord } from './study-record.ts';

const folder = mkdtempSync(join(tmpdir(), 'claims-'));
afterAll(() => rmSync(folder, { recursive: true }));

const claim = { id: 'fig4b/fits', statement: 's', statistic: 's', why: 'w', expected: { above: 1 } } as const;
const judged = decideByMean(claim, [
  { label: 'seed 0', value: 2 },
  { label: 'seed 1', value: 3 },
]);

const record: StudyRecord = {
  name: 'fig4',
  title: 'two layers with bias',
  command: 'sharpness reproduce fig4 --scale quick',
  scale: 'quick',
  claims: [judged],
  tables: ['a table\n'],
  runs: [
    { key: 'fig4b/seed-0', name: 'fig4b', seed: 0, status: 'completed', dir: 'fig4b-s0-0123456789ab' },
    { key: 'fig4b/seed-1', name: 'fig4b', seed: 1, status: 'failed' },
  ],
  variations: [{ title: 'batches of 10', claims: [judged] }],
  environment: { date: '2026-05-04T10:00:00.000Z', versions: {}, node: 'v22.12.0', platform: 'linux x64' },
};

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

test('studies come back as they were written, with the unbounded interval of a single seed', async () => {
  const single = decideByMean({ id: 'one', statement: 's', statistic: 's', why: 'w', expected: { above: 1 } }, [
    { label: 'seed 0', value: 2 },
  ]);
  const studies = [{ ...record, claims: [...record.claims, single] }];
  expect(await readClaims(file('claims.json', { format: 1, studies }))).toEqual(studies);
});

test('records of format 0, which called the judged claims outcomes, are read', async () => {
  const { claims: outcomes, variations, ...rest } = record;
  const old = { ...rest, outcomes, variations: variations.map(({ title, claims }) => ({ title, outcomes: claims })) };
  expect(await readClaims(file('format-0.json', { studies: [old] }))).toEqual([record]);
});

test('claims.json of version 0.1.0 is read', async () => {
  const written = new URL('../../../../tests/fixtures/runs-0.1.0/claims.json', import.meta.url);
  const [fig3] = await readClaims(fileURLToPath(written));
  expect(fig3?.claims.map(({ id, verdict }) => [id, verdict])).toEqual([['fig3/one-sample-on-each-arc', 'holds']]);
});

test('a format that this version does not know is refused with the way out', async () => {
  await expect(readClaims(file('newer.json', { format: 7, studies: [] }))).rejects.toThrow(
    /newer\.json: has format 7, and this version reads up to 1: update it/,
  );
});

test('no file is no studies', async () => {
  expect(await readClaims(join(folder, 'none.json'))).toEqual([]);
});

test.each([
  ['damaged', '{"studies": [', /damaged.json: is not JSON \(.*repeat the reproduce or verify command/],
  ['older', { result: 'fig4', studies: [{ name: 'fig4', title: 't', outcomes: [] }] }, /"result"/],
  ['odd', { format: 1, studies: [{ ...record, scale: 'huge' }] }, /studies\.0\.scale/],
])('a file that is %s says where and what to do', async (name, content, message) => {
  const error: unknown = await readClaims(file(`${name}.json`, content)).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(LabError);
  expect((error as LabError).message).toMatch(message);
});
