import type { RunStatus } from '@sharpness-lab/core';
import type { JudgedClaim } from '../claims/claim.ts';
import type { Scale } from '../study.ts';

/** What a study came to, with everything that it takes to believe and to repeat it. */
export interface StudyRecord {
  readonly name: string;
  readonly title: string;
  /** The command that repeats it, for example `sharpness reproduce fig4 --scale quick`. */
  readonly command: string;
  readonly scale: Scale;
  readonly claims: readonly JudgedClaim[];
  /** Tables of numbers beside the verdicts, as plain text. */
  readonly tables: readonly string[];
  /** The trainings behind it, those of its variations aside. */
  readonly runs: readonly RunOfStudy[];
  /** The same study with one choice made otherwise, which `title` tells. */
  readonly variations: readonly { readonly title: string; readonly claims: readonly JudgedClaim[] }[];
  readonly environment: {
    /** When it was concluded, ISO 8601. */
    readonly date: string;
    /** Package name to version, of all packages that took part: in the runs, and in judging them. */
    readonly versions: Readonly<Record<string, string>>;
    readonly node: string;
    readonly platform: string;
    readonly cpu?: string;
  };
}

/** A training behind a study. */
export interface RunOfStudy {
  /** The key of its experiment in the study; earlier versions kept none. */
  readonly key?: string;
  readonly name: string;
  readonly seed: number;
  readonly status: RunStatus | 'failed';
  /** Its folder, relative to the one that `claims.json` is in; of a failed run there is none. */
  readonly dir?: string;
}
