import { open, rename, rm } from 'node:fs/promises';

/** Writes a file so that a reader, or a program killed meanwhile, finds either all of it or none, as after an error. */
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
    // On a full disk, the part that was written would take up room.
    await rm(unfinished, { force: true }).catch(() => undefined);
    throw error;
  }
}
