import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { LabError, messageOf } from '@sharpness-lab/core';
import { inTurn, writeAtomically } from '@sharpness-lab/core/node';
import type { StudyRecord } from '@sharpness-lab/paper/claims';

/** The properties of an existing record that this command reads. All others stay as they are. */
type Kept = Pick<StudyRecord, 'name' | 'scale'>;

/** The file in which the studies of an output folder are recorded. */
export function claimsFile(out: string): string {
  return join(out, 'claims.json');
}

/**
 * Adds records to the `claims.json` of an output folder. A record replaces the one with the same name and scale, and
 * all others stay. Commands that add records at the same time wait for each other. Numbers that are not finite, such as
 * the bounds of the interval of a single seed, are null in the file.
 *
 * @param warn gets a message when the file was no list of records and was renamed
 * @throws LabError of kind `store` when the file cannot be read or written; it is then unchanged
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

/** The records in the order in which they were first written. */
function merge(known: readonly Kept[], records: readonly StudyRecord[]): Kept[] {
  const merged = new Map(known.map((record) => [keyOf(record), record]));
  for (const record of records) merged.set(keyOf(record), record);
  return [...merged.values()];
}

function keyOf({ name, scale }: Kept): string {
  return JSON.stringify([name, scale]);
}

/** Undefined for a damaged file, and for a file of a version without records of studies. */
function parse(text: string): readonly Kept[] | undefined {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return undefined;
  }
  // A file with other keys than `studies` is not ours: rewriting it would lose them.
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
