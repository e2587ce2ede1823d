import type {
  Data,
  ExperimentConfig,
  ExperimentInput,
  MeasuredEvent,
  MetricValues,
  ParameterValues,
  RunStatus,
  SavedArray,
} from '@sharpness-lab/core';
import type { Outcome } from './outcome.ts';

/** `paper` trains for the paper's epochs, `quick` for fewer, with the same sizes. */
export const scales = ['quick', 'paper'] as const;
export type Scale = (typeof scales)[number];

/** How much of a study to do. */
export interface StudySettings {
  readonly scale: Scale;
  /** Seeds for each setting; without it, as many as each claim needs. */
  readonly seeds?: number | undefined;
}

/** What a run left behind. One that failed to run has neither measurements nor parameters. */
export interface FinishedRun {
  readonly config: ExperimentConfig;
  readonly status: RunStatus | 'failed';
  /** The metrics measured last. */
  readonly final: MetricValues;
  readonly measurements: readonly Omit<MeasuredEvent<SavedArray>, 'type'>[];
  /** The parameters at the end. */
  readonly parameters: ParameterValues;
  /** The training and test set. */
  readonly data: Data;
}

/** What a study comes to. */
export interface Conclusion {
  readonly outcomes: readonly Outcome[];
  /** Tables of numbers beside the verdicts, as plain text. */
  readonly tables: readonly string[];
}

/** Something that the paper says, as runs and what they show. */
export interface Study {
  readonly name: string;
  readonly title: string;
  readonly runs: readonly ExperimentInput[];
  /** @param runs in the order of {@link Study.runs} */
  conclude(runs: readonly FinishedRun[]): Conclusion | Promise<Conclusion>;
}
