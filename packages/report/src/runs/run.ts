import type { ExperimentConfig, Quantity, RunResult, SavedArray } from '@sharpness-lab/core';
import type { MeasuredPoint } from '@sharpness-lab/core/node';

/** A run as its folder tells of it, as far as pictures and tables need it. */
export interface Run {
  readonly dir: string;
  readonly config: ExperimentConfig;
  /** Where and with what it ran, as `environment.json` has it. */
  readonly environment: Environment;
  /** Of a finished run. */
  readonly result?: RunResult<SavedArray>;
  /** Titles, units and scales of what it measures. */
  readonly quantities: readonly Quantity[];
  readonly measurements: readonly MeasuredPoint[];
}

/** Where and with what a run ran. */
export interface Environment {
  readonly runId: string;
  /** ISO 8601. */
  readonly started: string;
  readonly engine: { readonly name: string; readonly paths: readonly string[] };
  /** Package name to version, for all packages that took part. */
  readonly versions: Readonly<Record<string, string>>;
  readonly node: string;
  readonly platform: string;
  readonly cpu?: string | undefined;
}

/** Runs that differ in their seeds only. */
export interface RunGroup {
  /** The experiment's name and, where groups share it, what sets this one apart. */
  readonly label: string;
  /** Of the first run. */
  readonly config: ExperimentConfig;
  readonly runs: readonly Run[];
}
