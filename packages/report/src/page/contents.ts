import type { StudyRecord } from '@sharpness-lab/studies';
import type { Chart } from '../chart.ts';
import type { RunGroup } from '../runs/run.ts';

/** What a report tells. */
export interface ReportContents {
  readonly title: string;
  /** When it was written, ISO 8601. */
  readonly date: string;
  readonly studies: readonly StudySection[];
  /** Studies that the report is meant to have and that were not found, with the command that makes each. */
  readonly missing: readonly MissingStudy[];
  readonly experiments: readonly ExperimentSection[];
}

/** A study and pictures of the runs behind it. */
export interface StudySection {
  readonly record: StudyRecord;
  readonly charts: readonly Chart[];
}

export interface MissingStudy {
  readonly name: string;
  readonly title: string;
  readonly command: string;
}

/** The runs of one experiment, and pictures that compare its groups. */
export interface ExperimentSection {
  readonly name: string;
  readonly groups: readonly RunGroup[];
  readonly charts: readonly Chart[];
  /** What the pictures leave out, and how to see it. */
  readonly note?: string;
}
