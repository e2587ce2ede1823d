import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf } from './system-error.ts';

/**
 * Makes a folder and its parents. `mkdir` with `recursive` is not used, because Node.js never returns from it on file
 * systems that refuse new folders with ENOENT (/proc).
 *
 * @returns the outermost folder that was made; undefined when all of them existed
 */
export async function makeFolder(path: string): Promise<string | undefined> {
  try {
    await mkdir(path);
    return path;
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST' && (await stat(path)).isDirectory()) return undefined;
    if (code !== 'ENOENT' || dirname(path) === path) throw error;
    const outermost = await makeFolder(dirname(path));
    await mkdir(path);
    return outermost ?? path;
  }
}
