import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SourceReader } from '../contracts/sources.ts';
import { webSources } from '../lab/services.ts';
import { reasonOf } from './files/system-error.ts';

/**
 * The location of a file that is valid in every working directory: a path becomes absolute, an address stays.
 *
 * @param folder relative paths are relative to this folder
 */
export function absoluteLocation(location: string, folder = '.'): string {
  return isAddress(location) ? location : resolve(folder, location);
}

function isAddress(location: string): boolean {
  // A single letter is a drive of Windows.
  return /^[a-z][a-z\d+.-]+:/i.test(location);
}

/** Reads files at paths, which are relative to the working directory, and at addresses. */
export const fileSources: SourceReader = {
  async read(location) {
    const isFile = !isAddress(location) || location.startsWith('file:');
    if (!isFile) return webSources.read(location);
    try {
      const { buffer, byteOffset, byteLength } = await readFile(
        isAddress(location) ? fileURLToPath(location) : location,
      );
      // A Buffer behaves differently from the arrays that a browser gives.
      return new Uint8Array(buffer, byteOffset, byteLength);
    } catch (error) {
      throw new Error(reasonOf(error), { cause: error });
    }
  },
};
