import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LabError } from '@sharpness-lab/core';
import { decideByMean } from '@sharpness-lab/paper/claims';
import { afterAll, expect, test } from 'vitest';
import { record } from './fixtures/contents.ts';
import { readClaims } from './read-claims.ts';

const folder = mkdtempSync(join(tmpdir(), 'claims-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

test('studies come back as they were written, with the unbounded interval of a single seed', async () => {
  const single = decideByMean({ id: 'one', statement: 's', statistic: 's', why: 'w', expected: { above: 1 } }, [
    { label: 'seed 0', value: 2 },
  ]);
  const studies = [{ ...record, outcomes: [...record.outcomes, single] }];
  expect(await readClaims(file('claims.json', { studies }))).toEqual(studies);
});

test('no file is no studies', async () => {
  expect(await readClaims(join(folder, 'none.json'))).toEqual([]);
});

test.each([
  ['damaged', '{"studies": [', /damaged.json: is not JSON \(.*repeat the reproduce or verify command/],
  ['older', { result: 'fig4', studies: [{ name: 'fig4', title: 't', outcomes: [] }] }, /studies\.0\.command/],
  ['odd', { studies: [{ ...record, scale: 'huge' }] }, /studies\.0\.scale/],
])('a file that is %s says where and what to do', async (name, content, message) => {
  const error: unknown = await readClaims(file(`${name}.json`, content)).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(LabError);
  expect((error as LabError).message).toMatch(message);
});
