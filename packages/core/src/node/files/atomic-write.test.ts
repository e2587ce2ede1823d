import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { removeUnfinished, writeAtomically } from './atomic-write.ts';

const folder = mkdtempSync(join(tmpdir(), 'write-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a file has its new content, or what was there before, and nothing else is left', async () => {
  const path = join(folder, 'file');
  await writeAtomically(path, 'first');
  await writeAtomically(path, Buffer.from('second'));
  expect(readFileSync(path, 'utf8')).toBe('second');
  const inTheWay = join(folder, 'folder');
  mkdirSync(join(inTheWay, 'kept'), { recursive: true });
  await expect(writeAtomically(inTheWay, 'third')).rejects.toThrow();
  expect(readdirSync(inTheWay)).toEqual(['kept']);
  expect(readdirSync(folder).sort()).toEqual(['file', 'folder']);
});

test('of many that write a file at once, all succeed and one has written it', async () => {
  const path = join(folder, 'at-once');
  const contents = Array.from({ length: 20 }, (_, k) => String(k).repeat(100_000));
  await Promise.all(contents.map((content) => writeAtomically(path, content)));
  expect(contents).toContain(readFileSync(path, 'utf8'));
  expect(readdirSync(folder).filter((name) => name.startsWith('at-once'))).toEqual(['at-once']);
});

test('what killed programs left of a file is removed, and nothing else', async () => {
  const names = ['kept', 'kept.json', 'kept.json.0a1b2c3d.tmp', 'kept.json.tmp', 'notes.tmp'];
  const within = join(folder, 'left');
  mkdirSync(within);
  for (const name of names) writeFileSync(join(within, name), '');
  await removeUnfinished(join(within, 'kept.json'));
  expect(readdirSync(within).sort()).toEqual(['kept', 'kept.json', 'notes.tmp']);
});
