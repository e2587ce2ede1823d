import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { exclusively, inTurn } from './exclusively.ts';

const root = mkdtempSync(join(tmpdir(), 'exclusively-'));
afterAll(() => rmSync(root, { recursive: true }));

const inUse = (folder: string) => ({
  name: 'LabError',
  kind: 'store',
  message: `${folder} is in use by a run that is still going on: stop that one, or wait for its end`,
});

describe.skipIf(!['linux', 'win32'].includes(process.platform))('a folder', () => {
  test('is for one at a time, whether it exists or not, and by whatever path', async () => {
    symlinkSync(root, join(root, 'link'));
    const folder = join(root, 'runs', 'one');
    await exclusively(folder, async () => {
      await expect(exclusively(folder, async () => 1)).rejects.toMatchObject(inUse(folder));
      const path = join(root, 'link', 'runs', 'one');
      await expect(exclusively(path, async () => 1)).rejects.toMatchObject(inUse(path));
      mkdirSync(folder, { recursive: true });
      await expect(exclusively(path, async () => 1)).rejects.toMatchObject(inUse(path));
      expect(await exclusively(join(root, 'runs', 'two'), async () => 2)).toBe(2);
    });
  });

  test('is free after the work, and after an error', async () => {
    const folder = join(root, 'free');
    for (let time = 0; time < 100; time++) expect(await exclusively(folder, async () => time)).toBe(time);
    const failing = exclusively(folder, () => Promise.reject(new Error('failed')));
    await expect(failing).rejects.toThrow('failed');
    expect(await exclusively(folder, async () => 1)).toBe(1);
  });

  test('in turn, nobody is between two steps of another, and patience ends', async () => {
    const path = join(root, 'counter');
    let count = 0;
    const increment = async () => {
      const before = count;
      await new Promise((resolve) => setTimeout(resolve, 1));
      count = before + 1;
    };
    await Promise.all(Array.from({ length: 10 }, () => inTurn(path, increment)));
    expect(count).toBe(10);
    const waiting = inTurn(path, () => inTurn(path, increment, 0.05));
    await expect(waiting).rejects.toMatchObject({ kind: 'store', message: expect.stringContaining('0.05 s') });
    await inTurn(path, increment);
    expect(count).toBe(11);
  });
});
