import { readFile } from 'node:fs/promises';
import { LabError, messageOf, z } from '@sharpness-lab/core';
import type { StudyRecord } from '@sharpness-lab/paper/claims';

/** JSON has no infinities: null stands for the bound of an unbounded interval. */
const bound = (infinity: number) =>
  z
    .number()
    .nullable()
    .transform((value) => value ?? infinity);

const outcome = z.object({
  id: z.string(),
  statement: z.string(),
  statistic: z.string(),
  expected: z.union([
    z.strictObject({ above: z.number() }),
    z.strictObject({ below: z.number() }),
    z.enum(['yes', 'no']),
  ]),
  why: z.string(),
  verdict: z.enum(['holds', 'fails', 'undecided']),
  reason: z.string(),
  // Null also stands for a value that is not finite. No verdict depends on it.
  values: z.array(z.object({ label: z.string(), value: bound(Number.NaN) })),
  interval: z
    .object({
      n: z.number(),
      mean: bound(Number.NaN),
      deviation: bound(Number.NaN),
      low: bound(Number.NEGATIVE_INFINITY),
      high: bound(Number.POSITIVE_INFINITY),
    })
    .exactOptional(),
});

const record: z.ZodType<StudyRecord> = z.object({
  name: z.string(),
  title: z.string(),
  command: z.string(),
  scale: z.enum(['quick', 'paper']),
  outcomes: z.array(outcome),
  tables: z.array(z.string()),
  runs: z.array(
    z.object({
      name: z.string(),
      seed: z.number(),
      status: z.enum(['completed', 'diverged', 'interrupted', 'failed']),
      dir: z.string().exactOptional(),
    }),
  ),
  variations: z.array(z.object({ title: z.string(), outcomes: z.array(outcome) })),
  environment: z.object({
    date: z.string(),
    versions: z.record(z.string(), z.string()),
    node: z.string(),
    platform: z.string(),
    cpu: z.string().exactOptional(),
  }),
});

const claims = z.object({ studies: z.array(record) });

/**
 * The studies in a `claims.json`; none where there is no such file.
 *
 * @throws LabError (store) for a file that cannot be read, is damaged, or is of an earlier version with fewer entries
 */
export async function readClaims(path: string): Promise<readonly StudyRecord[]> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw new LabError('store', `${path}: cannot be read (${messageOf(error)})`, { cause: error });
  }
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new LabError('store', `${path}: is not JSON (${messageOf(error)}); ${wayOut}`, { cause: error });
  }
  const { data, error } = claims.safeParse(content);
  if (data !== undefined) return data.studies;
  const [issue] = error?.issues ?? [];
  const place = issue === undefined || issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
  throw new LabError(
    'store',
    `${path}: is not a list of studies as this version writes it (${place}${issue?.message}); ${wayOut}`,
  );
}

const wayOut = 'repeat the reproduce or verify command that wrote it (finished runs are reused), or move it away';
