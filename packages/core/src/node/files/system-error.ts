import { statfsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { LabError, messageOf } from '../../errors.ts';

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EDQUOT: 'the disk quota is used up',
  EEXIST: 'a file of that name is in the way',
  EISDIR: 'it is a folder',
  ENAMETOOLONG: 'its name is too long',
  ENOENT: 'there is no such file or folder',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a file of that name is in the way',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
};

/** The reason of a failed file operation, in words. */
export function reasonOf(error: unknown): string {
  const code = codeOf(error) ?? '';
  if (code === 'ENOSPC' && lacksInodes(error)) return 'the file system has no room for another file (no free inodes)';
  return REASONS[code] ?? messageOf(error);
}

/** Whether the file system on which an operation failed has space, but cannot hold more files. */
function lacksInodes(error: unknown): boolean {
  if (!(error instanceof Error && 'path' in error && typeof error.path === 'string')) return false;
  for (let place = resolve(error.path); ; place = dirname(place)) {
    try {
      const { bavail, files, ffree } = statfsSync(place);
      return bavail > 0 && files > 0 && ffree === 0;
    } catch {
      if (dirname(place) === place) return false;
    }
  }
}

/** The code of a system error; undefined for other errors. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

/**
 * The result of reading a file or folder of a run; undefined when it does not exist.
 *
 * @throws LabError of kind `store` when it exists and cannot be read
 */
export async function ifThere<T>(path: string, read: (path: string) => Promise<T>): Promise<T | undefined> {
  const wayOut = 'give access to it, or remove it so that the run starts from the beginning';
  try {
    return await read(path);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new LabError('store', `${path} cannot be read (${reasonOf(error)}): ${wayOut}`, { cause: error });
  }
}
