import type {
  Data,
  ExperimentConfig,
  ExperimentInput,
  MeasuredPoint,
  MetricValues,
  ParameterValues,
  RunStatus,
} from '@sharpness-lab/core';
import type { JudgedClaim } from './claims/claim.ts';

/** `paper` trains for the paper's epochs, `quick` for fewer, with the same sizes. */
export const scales = ['quick', 'paper'] as const;
export type Scale = (typeof scales)[number];

/** The extent of a study. */
export interface StudySettings {
  readonly scale: Scale;
  /** Seeds for each setting; without it, as many as each claim needs. */
  readonly seeds?: number | undefined;
}

/** The results of a run. A run that failed has neither measurements nor parameters. */
export interface FinishedRun {
  readonly config: ExperimentConfig;
  readonly status: RunStatus | 'failed';
  /** The metrics measured last. */
  readonly final: MetricValues;
  readonly measurements: readonly MeasuredPoint[];
  /** The parameters at the end. */
  readonly parameters: ParameterValues;
  /** The training and test set. */
  readonly data: Data;
}

/** What the experiments of a study left behind, by their keys. */
export type StudyRuns = Readonly<Record<string, FinishedRun>>;

/** What a study comes to. */
export interface Conclusion {
  readonly claims: readonly JudgedClaim[];
  /** Tables of numbers beside the verdicts, as plain text. */
  readonly tables: readonly string[];
}

/** A statement of the paper, as runs and a conclusion from their results. */
export interface Study {
  readonly name: string;
  readonly title: string;
  readonly experiments: Readonly<Record<string, ExperimentInput>>;
  conclude(runs: StudyRuns): Conclusion | Promise<Conclusion>;
}
