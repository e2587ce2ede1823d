import { relative, sep } from 'node:path';
import type { Origin } from '@sharpness-lab/core';

/** The package of a plugin: its name and version and, if it was loaded by path, the path. */
export function describeOrigin({ name, version, path }: Origin): string {
  return path === undefined ? `${name} ${version}` : `${name} ${version} (${shortPath(path)})`;
}

/** A path below the working directory is relative to it. All other paths stay. */
function shortPath(path: string): string {
  const fromHere = relative(process.cwd(), path);
  return fromHere.startsWith('..') || fromHere === path ? path : `.${sep}${fromHere}`;
}
