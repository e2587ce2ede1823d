import { z } from '@sharpness-lab/core';
import type { StudyRecord } from './study-record.ts';

/** The format of `claims.json` that this version writes; files of 0.1.0 say none and count as 0. */
export const CLAIMS_FORMAT = 1;

/** JSON has no infinities; a bound of an interval that is unbounded reads as null. */
const bound = (infinity: number) =>
  z
    .number()
    .nullable()
    .transform((value) => value ?? infinity);

const judgedClaim = z.object({
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
  // A value that is not finite is null in JSON too, and no verdict rests on it.
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

/** A study in `claims.json`. */
export const recordSchema: z.ZodType<StudyRecord> = z.object({
  name: z.string(),
  title: z.string(),
  command: z.string(),
  scale: z.enum(['quick', 'paper']),
  claims: z.array(judgedClaim),
  tables: z.array(z.string()),
  runs: z.array(
    z.object({
      key: z.string().exactOptional(),
      name: z.string(),
      seed: z.number(),
      status: z.enum(['completed', 'diverged', 'interrupted', 'failed']),
      dir: z.string().exactOptional(),
    }),
  ),
  variations: z.array(z.object({ title: z.string(), claims: z.array(judgedClaim) })),
  environment: z.object({
    date: z.string(),
    versions: z.record(z.string(), z.string()),
    node: z.string(),
    platform: z.string(),
    cpu: z.string().exactOptional(),
  }),
});

/** What there is to know of a record to keep it as it is. */
export const keptSchema = z.looseObject({ name: z.string(), scale: z.string(), environment: z.unknown() });

export type KeptRecord = z.output<typeof keptSchema>;

/** `claims.json`, whatever its records hold. */
export const fileSchema = z.strictObject({
  format: z.int().min(0).default(0),
  studies: z.array(z.unknown()),
});

/** A record of format 0 as one of format 1, which calls the judged claims `claims`. */
export function upgraded(record: unknown, format: number): unknown {
  if (format > 0 || typeof record !== 'object' || record === null) return record;
  const { outcomes, variations, ...rest } = record as Readonly<Record<string, unknown>>;
  return {
    ...rest,
    claims: outcomes,
    variations: Array.isArray(variations)
      ? variations.map(({ outcomes: claims, ...variation }) => ({ ...variation, claims }))
      : variations,
  };
}
