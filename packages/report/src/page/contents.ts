import type { StudyRecord } from '@sharpness-lab/studies';
import type { Chart } from '../chart.ts';
import type { RunGroup } from '../runs/run.ts';

/** The contents of a report. */
export interface ReportContents {
  readonly title: string;
  /** The time of writing, ISO 8601. */
  readonly date: string;
  readonly studies: readonly StudySection[];
  /** Expected studies that were not found, each with the command that makes it. */
  readonly missing: readonly MissingStudy[];
  readonly experiments: readonly ExperimentSection[];
}

/** A study, and pictures of its runs. */
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
  /** A note on curves that the pictures leave out, and the command that shows them. */
  readonly note?: string;
}
