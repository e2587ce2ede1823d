import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { decideByMean } from '../claims/claim.ts';
import { addToClaims, claimsFile } from './claims-file.ts';
import type { StudyRecord } from './study-record.ts';

const root = mkdtempSync(join(tmpdir(), 'claims-'));
afterAll(() => rmSync(root, { recursive: true }));

const assertion = { id: 'a/b', statement: 'Small.', statistic: 'value', expected: { below: 1 }, why: 'one' };

function record(name: string, change: Partial<StudyRecord> = {}): StudyRecord {
  return {
    name,
    title: name,
    command: `sharpness reproduce ${name}`,
    scale: 'quick',
    claims: [],
    tables: [],
    runs: [],
    variations: [],
    environment: { date: '2024-01-01T00:00:00.000Z', versions: {}, node: 'v22.0.0', platform: 'linux x64' },
    ...change,
  };
}

/** An empty output folder, the warnings about its `claims.json`, and the records in it. */
function folder(name: string) {
  const out = join(root, name);
  mkdirSync(out);
  const warnings: string[] = [];
  return {
    out,
    warnings,
    add: (...records: StudyRecord[]) => addToClaims(out, records, (message) => warnings.push(message)),
    studies: () => (JSON.parse(readFileSync(claimsFile(out), 'utf8')) as { studies: StudyRecord[] }).studies,
  };
}

test('records take the place of those with their name and scale, and the others stay, with all that is in them', async () => {
  const { add, studies, warnings } = folder('replaced');
  const further = { ...record('table1'), further: { of: 'a later version' } };
  await add(further, record('fig4'));
  await add(record('fig4', { scale: 'paper' }), record('fig5'));
  await add(record('fig4', { title: 'again' }));
  expect(studies()).toEqual([
    further,
    record('fig4', { title: 'again' }),
    record('fig4', { scale: 'paper' }),
    record('fig5'),
  ]);
  expect(warnings).toEqual([]);
});

test('the bounds of an interval of one seed are null', async () => {
  const { add, studies } = folder('one-seed');
  await add(record('fig4', { claims: [decideByMean(assertion, [{ label: 'seed 0', value: 0.5 }])] }));
  expect(studies()[0]?.claims[0]?.interval).toEqual({ n: 1, mean: 0.5, deviation: 0, low: null, high: null });
});

test.each([
  ['cut off', '{ "studies": ['],
  ['empty', ''],
  ['of another shape', '[]'],
  ['of the earlier format', JSON.stringify({ result: 'fig4', settings: {}, studies: [], runs: [] })],
  ['of the earlier format, with studies', JSON.stringify({ studies: [{ name: 'fig4', title: '', outcomes: [] }] })],
])('a file that is %s is kept under another name, with a warning', async (name, content) => {
  const { out, add, studies, warnings } = folder(name);
  writeFileSync(claimsFile(out), content);
  await add(record('fig4'));
  expect(studies()).toEqual([record('fig4')]);
  const [aside = ''] = readdirSync(out).filter((file) => file.endsWith('.old'));
  expect(readFileSync(join(out, aside), 'utf8')).toBe(content);
  expect(warnings).toEqual([expect.stringContaining(`it is now ${join(out, aside)}`)]);
});

test('a file that cannot be read stays, and is an error that says so', async () => {
  const { out, add } = folder('unreadable');
  mkdirSync(claimsFile(out));
  await expect(add(record('fig4'))).rejects.toMatchObject({
    kind: 'store',
    message: expect.stringMatching(/claims\.json cannot be read and written .*without training again/),
  });
  expect(readdirSync(out)).toEqual(['claims.json']);
});

test.skipIf(!['linux', 'win32'].includes(process.platform))('nothing is lost when many write at once', async () => {
  const { add, studies } = folder('at-once');
  const names = Array.from({ length: 20 }, (_, index) => `study ${index}`);
  await Promise.all(names.map((name) => add(record(name))));
  expect(studies().map(({ name }) => name)).toHaveLength(20);
  expect(new Set(studies().map(({ name }) => name))).toEqual(new Set(names));
});
