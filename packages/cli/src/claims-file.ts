import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { LabError, messageOf } from '@sharpness-lab/core';
import { inTurn, writeAtomically } from '@sharpness-lab/core/node';
import type { StudyRecord } from '@sharpness-lab/paper/claims';

/** What there is to know of a record that was written by another command: all else in it is kept as it is. */
type Kept = Pick<StudyRecord, 'name' | 'scale'>;

/** Where the studies of an output folder are recorded. */
export function claimsFile(out: string): string {
  return join(out, 'claims.json');
}

/**
 * Adds records to the `claims.json` of an output folder: each takes the place of the one with the same name and scale,
 * and all others stay. Commands that do so at once wait for each other. Numbers that are not finite, such as the bounds
 * of the interval of a single seed, are null in the file.
 *
 * @param warn told when what the file held was no list of records, and what it was renamed to
 * @throws LabError of kind `store` when the file cannot be read or written; it is then as it was
 */
export async function addToClaims(
  out: string,
  records: readonly StudyRecord[],
  warn: (message: string) => void,
): Promise<void> {
  const file = claimsFile(out);
  await inTurn(file, async () => {
    try {
      const text = await readFile(file, 'utf8').catch(absent);
      const known = text === undefined ? [] : parse(text);
      if (known === undefined) {
        const aside = `${file}.${new Date().toISOString().replaceAll(':', '-')}.old`;
        await rename(file, aside);
        warn(`${file} was damaged or of an earlier version: it is now ${aside}, and a new one begins`);
      }
      const studies = merge(known ?? [], records);
      await writeAtomically(file, `${JSON.stringify({ studies }, null, 2)}\n`);
    } catch (cause) {
      const wayOut = 'once it can be, the same command records its studies, without training again';
      throw new LabError('store', `${file} cannot be read and written (${messageOf(cause)}): ${wayOut}`, { cause });
    }
  });
}

/** The records in order of their first writing. */
function merge(known: readonly Kept[], records: readonly StudyRecord[]): Kept[] {
  const merged = new Map(known.map((record) => [keyOf(record), record]));
  for (const record of records) merged.set(keyOf(record), record);
  return [...merged.values()];
}

function keyOf({ name, scale }: Kept): string {
  return JSON.stringify([name, scale]);
}

/** Undefined for what is damaged, or was written before studies had records. */
function parse(text: string): readonly Kept[] | undefined {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return undefined;
  }
  // What holds more than studies would lose it.
  if (!isObject(content) || Object.keys(content).join() !== 'studies') return undefined;
  const { studies } = content;
  return Array.isArray(studies) && studies.every(isRecord) ? studies : undefined;
}

function isRecord(value: unknown): value is Kept {
  return isObject(value) && typeof value.name === 'string' && typeof value.scale === 'string' && 'environment' in value;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
