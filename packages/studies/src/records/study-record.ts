import type { RunStatus } from '@sharpness-lab/core';
import type { JudgedClaim } from '../claims/claim.ts';
import type { Scale } from '../study.ts';

/**
 * The conclusion of a study, with everything to check and repeat it. `claims.json` is `{ "studies": StudyRecord[] }`,
 * one for each name and scale. In the file, null stands for numbers that are not finite, such as the bounds of the
 * interval of one seed. A reader has to replace null by them.
 */
export interface StudyRecord {
  readonly name: string;
  readonly title: string;
  /** The command that repeats it, for example `sharpness reproduce fig4 --scale quick`. */
  readonly command: string;
  readonly scale: Scale;
  readonly claims: readonly JudgedClaim[];
  /** Tables of numbers beside the verdicts, as plain text. */
  readonly tables: readonly string[];
  /** The runs of the study without those of its variations. */
  readonly runs: readonly RunOfStudy[];
  /** The same study with one choice made otherwise, which `title` tells. */
  readonly variations: readonly { readonly title: string; readonly claims: readonly JudgedClaim[] }[];
  readonly environment: {
    /** The time of the conclusion, ISO 8601. */
    readonly date: string;
    /** Package name to version, of all packages that took part in the runs or in the judgement. */
    readonly versions: Readonly<Record<string, string>>;
    readonly node: string;
    readonly platform: string;
    readonly cpu?: string;
  };
}

/** A run of a study. */
export interface RunOfStudy {
  /** The key of its experiment in the study; earlier versions kept none. */
  readonly key?: string;
  readonly name: string;
  readonly seed: number;
  readonly status: RunStatus | 'failed';
  /** Its folder, relative to the folder of `claims.json`; a failed run has none. */
  readonly dir?: string;
}
