import { relative, sep } from 'node:path';
import type { Origin } from '@sharpness-lab/core';

/** The package that a plugin comes from: its name and version, and the path of one that was found by path. */
export function describeOrigin({ name, version, path }: Origin): string {
  return path === undefined ? `${name} ${version}` : `${name} ${version} (${shortPath(path)})`;
}

/** A path below the working directory relative to it, others as they are. */
function shortPath(path: string): string {
  const fromHere = relative(process.cwd(), path);
  return fromHere.startsWith('..') || fromHere === path ? path : `.${sep}${fromHere}`;
}
