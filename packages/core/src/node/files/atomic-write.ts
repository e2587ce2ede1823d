import { randomBytes } from 'node:crypto';
import { open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Writes a file so that a reader, or a program killed meanwhile, finds either all of it or none, as after an error. Of
 * several that write it at once, the last one to end decides what it holds.
 */
export async function writeAtomically(path: string, content: string | Uint8Array): Promise<void> {
  const unfinished = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  const file = await open(unfinished, 'wx');
  try {
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
  } catch (error) {
    // On a full disk, the part that was written would take up room.
    await rm(unfinished, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** Removes what killed programs left of writing a file, while no other program writes it. */
export async function removeUnfinished(path: string): Promise<void> {
  const folder = dirname(path);
  const names = await readdir(folder);
  for (const name of names.filter((name) => name.startsWith(`${basename(path)}.`) && name.endsWith('.tmp'))) {
    await rm(join(folder, name), { force: true });
  }
}
