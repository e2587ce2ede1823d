import { open, rename, rm } from 'node:fs/promises';

/**
 * Writes a file completely or not at all. Also after an error or a kill, a reader finds either the whole file or none.
 */
export async function writeAtomically(path: string, content: string | Uint8Array): Promise<void> {
  const unfinished = `${path}.tmp`;
  const file = await open(unfinished, 'w');
  try {
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
  } catch (error) {
    // The incomplete file is removed, because it would take up room on a full disk.
    await rm(unfinished, { force: true }).catch(() => undefined);
    throw error;
  }
}
