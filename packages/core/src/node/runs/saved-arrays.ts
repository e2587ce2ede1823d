import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Measured, NumberArray, SavedArray } from '../../contracts/measurement.ts';
import { writeAtomically } from '../files/atomic-write.ts';
import { makeFolder } from '../files/make-folder.ts';
import { ifThere } from '../files/system-error.ts';
import { unreadable } from './unreadable.ts';

/** Where arrays are that have a file of their own, in the folder of their run. */
export const ARRAYS = 'arrays';

/** So many numbers stand in the line of a measurement at most. */
const LONGEST_IN_LINE = 1000;

/** What was measured as the files of a run have it, see {@link savedArray}. */
export function savedMeasured(measured: Measured, epoch: number): Measured<SavedArray> {
  const { arrays, ...rest } = measured;
  if (arrays === undefined) return rest;
  const saved = Object.entries(arrays).map(([name, array]) => [name, savedArray(name, array, epoch)] as const);
  return { ...rest, arrays: Object.fromEntries(saved) };
}

/** A short array as it stands in a line; a longer one with the name of its file, `arrays/<name>-epoch-<epoch>.csv`. */
function savedArray(name: string, { values, ...form }: NumberArray, epoch: number): SavedArray {
  if (values.length > LONGEST_IN_LINE) {
    return { ...form, file: `${ARRAYS}/${name}-epoch-${String(epoch).padStart(9, '0')}.csv` };
  }
  return { ...form, values: Array.from(values, (value) => (Number.isNaN(value) ? null : value)) };
}

/**
 * Writes the arrays of a measurement that have files of their own: CSV with the names of the columns in the first line,
 * `value` for a vector and `c1`, `c2`, ... where columns have no names. Numbers have as many digits as tell them from
 * all others in double precision; what was not finite is `nan`.
 */
export async function writeArrays(dir: string, { arrays = {} }: Measured, saved: Measured<SavedArray>): Promise<void> {
  for (const [name, array] of Object.entries(arrays)) {
    const place = saved.arrays?.[name];
    if (place === undefined || !('file' in place)) continue;
    await makeFolder(join(dir, ARRAYS));
    await writeAtomically(join(dir, place.file), csvOf(array));
  }
}

function csvOf({ shape, values, columns }: NumberArray): string {
  const width = shape[1] ?? 1;
  const names = shape.length === 1 ? ['value'] : (columns ?? Array.from({ length: width }, (_, k) => `c${k + 1}`));
  const rows = Array.from({ length: shape[0] as number }, (_, row) =>
    Array.from(values.subarray(row * width, (row + 1) * width), (value) => (Number.isNaN(value) ? 'nan' : value)),
  );
  return [names.map(quoted), ...rows].map((cells) => `${cells.join(',')}\n`).join('');
}

function quoted(name: string): string {
  return /[",]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;
}

/**
 * Reads an array of a run.
 *
 * @param dir the run's folder
 * @throws LabError of kind `store` when its file is missing or damaged
 */
export async function readArray(dir: string, saved: SavedArray): Promise<NumberArray> {
  if ('values' in saved) {
    return { ...saved, values: Float64Array.from(saved.values, (value) => value ?? Number.NaN) };
  }
  const { file, ...form } = saved;
  const path = join(dir, file);
  try {
    const [, ...rows] = (await readFile(path, 'utf8')).trimEnd().split('\n');
    const values = Float64Array.from(rows.flatMap((row) => row.split(',')).map(Number));
    const size = form.shape.reduce((product, extent) => product * extent, 1);
    if (values.length !== size) throw new Error(`expected ${size} numbers, got ${values.length}`);
    return { ...form, values };
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

/** Removes the files of arrays that a run which goes on from this epoch will write again, and what was never completed. */
export async function rewindArrays(dir: string, epoch: number): Promise<void> {
  const names = (await ifThere(join(dir, ARRAYS), (path) => readdir(path))) ?? [];
  for (const name of names) {
    const measured = /-epoch-(\d+)\.csv$/.exec(name)?.[1];
    if (measured === undefined || Number(measured) > epoch) await rm(join(dir, ARRAYS, name));
  }
}
