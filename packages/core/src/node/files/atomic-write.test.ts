import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { writeAtomically } from './atomic-write.ts';

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
