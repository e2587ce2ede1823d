import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { LabError, messageOf } from '@sharpness-lab/core';
import { inTurn, writeAtomically } from '@sharpness-lab/core/node';
import { CLAIMS_FORMAT, fileSchema, type KeptRecord, keptSchema, recordSchema, upgraded } from './claims-schema.ts';
import type { StudyRecord } from './study-record.ts';

/** Where the studies of a folder of runs are recorded. */
export function claimsFile(folder: string): string {
  return join(folder, 'claims.json');
}

/**
 * Adds records to the `claims.json` of a folder: each takes the place of the one with the same name and scale, and all
 * others stay. Programs that do so at once wait for each other. The file is `{ format, studies: StudyRecord[] }`; numbers
 * that are not finite, such as the bounds of the interval of a single seed, are null in it.
 *
 * @param warn told when what the file held was no list of records, and what it was renamed to
 * @throws LabError of kind `store` when the file cannot be read or written; it is then as it was
 */
export async function addToClaims(
  folder: string,
  records: readonly StudyRecord[],
  warn: (message: string) => void,
): Promise<void> {
  const file = claimsFile(folder);
  await inTurn(file, async () => {
    try {
      const text = await readIfThere(file);
      const known = text === undefined ? [] : keptRecords(text);
      if (known === undefined) {
        const aside = `${file}.${new Date().toISOString().replaceAll(':', '-')}.old`;
        await rename(file, aside);
        warn(`${file} was damaged or of another version: it is now ${aside}, and a new one begins`);
      }
      const studies = merge(known ?? [], records);
      await writeAtomically(file, `${JSON.stringify({ format: CLAIMS_FORMAT, studies }, null, 2)}\n`);
    } catch (cause) {
      const wayOut = 'once it can be, the same command records its studies, without training again';
      throw new LabError('store', `${file} cannot be read and written (${messageOf(cause)}): ${wayOut}`, { cause });
    }
  });
}

/**
 * The studies that a `claims.json` tells of; none where there is no such file.
 *
 * @throws LabError of kind `store` for one that cannot be read, is damaged, or is of a version that this one does not read
 */
export async function readClaims(path: string): Promise<readonly StudyRecord[]> {
  let text: string | undefined;
  try {
    text = await readIfThere(path);
  } catch (error) {
    throw new LabError('store', `${path}: cannot be read (${messageOf(error)})`, { cause: error });
  }
  if (text === undefined) return [];
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new LabError('store', `${path}: is not JSON (${messageOf(error)}); ${wayOut}`, { cause: error });
  }
  const file = fileSchema.safeParse(content);
  if (!file.success) throw unreadable(path, file.error.issues[0]);
  const { format, studies } = file.data;
  if (format > CLAIMS_FORMAT) {
    throw new LabError(
      'store',
      `${path}: has format ${format}, and this version reads up to ${CLAIMS_FORMAT}: update it`,
    );
  }
  return studies.map((each, index) => {
    const record = recordSchema.safeParse(upgraded(each, format));
    if (record.success) return record.data;
    const [issue] = record.error.issues;
    throw unreadable(path, issue && { ...issue, path: ['studies', index, ...issue.path] });
  });
}

const wayOut = 'repeat the reproduce or verify command that wrote it (finished runs are reused), or move it away';

function unreadable(
  path: string,
  issue: { readonly path: readonly PropertyKey[]; readonly message: string } | undefined,
): LabError {
  const place = issue === undefined || issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
  return new LabError(
    'store',
    `${path}: is not a list of studies as this version writes it (${place}${issue?.message}); ${wayOut}`,
  );
}

/** The records in order of their first writing. */
function merge(known: readonly KeptRecord[], records: readonly StudyRecord[]): unknown[] {
  const keyOf = ({ name, scale }: { readonly name: string; readonly scale: string }) => JSON.stringify([name, scale]);
  const merged = new Map<string, unknown>(known.map((record) => [keyOf(record), record]));
  for (const record of records) merged.set(keyOf(record), record);
  return [...merged.values()];
}

/** The records of a file with all that is in them; undefined for what is damaged, or what this version cannot keep. */
function keptRecords(text: string): KeptRecord[] | undefined {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return undefined;
  }
  const file = fileSchema.safeParse(content);
  if (!file.success || file.data.format > CLAIMS_FORMAT) return undefined;
  const records = file.data.studies.map((each) => keptSchema.safeParse(upgraded(each, file.data.format)));
  return records.every(({ success }) => success) ? records.flatMap(({ data }) => data ?? []) : undefined;
}

async function readIfThere(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return undefined;
  });
}
