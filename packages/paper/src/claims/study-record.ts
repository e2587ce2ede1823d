import type { RunStatus } from '@sharpness-lab/core';
import type { Outcome } from './outcome.ts';
import type { Scale } from './study.ts';

/**
 * What a study came to, with everything that it takes to believe and to repeat it. `claims.json` is
 * `{ "studies": StudyRecord[] }`, one for each name and scale. Numbers that are not finite are null there, as the bounds
 * of the interval of one seed are: who reads it puts them back.
 */
export interface StudyRecord {
  readonly name: string;
  readonly title: string;
  /** The command that repeats it, for example `sharpness reproduce fig4 --scale quick`. */
  readonly command: string;
  readonly scale: Scale;
  readonly outcomes: readonly Outcome[];
  /** Tables of numbers beside the verdicts, as plain text. */
  readonly tables: readonly string[];
  /** The trainings behind it, those of its variations aside. */
  readonly runs: readonly RunOfStudy[];
  /** The same study with one choice made otherwise, which `title` tells. */
  readonly variations: readonly { readonly title: string; readonly outcomes: readonly Outcome[] }[];
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
  readonly name: string;
  readonly seed: number;
  readonly status: RunStatus | 'failed';
  /** Its folder, relative to the one that `claims.json` is in; of a failed run there is none. */
  readonly dir?: string;
}
