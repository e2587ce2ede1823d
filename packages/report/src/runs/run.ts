import type { ExperimentConfig, MeasuredPoint, Quantity, RunResult, SavedArray } from '@sharpness-lab/core';

/** A run as read from its folder: the parts that pictures and tables need. */
export interface Run {
  readonly dir: string;
  readonly config: ExperimentConfig;
  /** The software and the machine, as `environment.json` has them. */
  readonly environment: Environment;
  /** The result of a finished run. */
  readonly result?: RunResult<SavedArray>;
  /** The titles, units and scales of the quantities that it measures. */
  readonly quantities: readonly Quantity[];
  readonly measurements: readonly MeasuredPoint[];
}

/** The software and the machine of a run. */
export interface Environment {
  readonly runId: string;
  /** ISO 8601. */
  readonly started: string;
  readonly engine: { readonly name: string; readonly paths: readonly string[] };
  /** Package name to version, for all packages that took part. */
  readonly versions: Readonly<Record<string, string>>;
  /** The SHA-256 of each file that a plugin reads, by the path of the option that is its location. */
  readonly sources?: Readonly<Record<string, string>> | undefined;
  readonly node: string;
  readonly platform: string;
  readonly cpu?: string | undefined;
}

/** Runs that differ in their seeds only. */
export interface RunGroup {
  /** The experiment's name. If groups share the name, the settings that distinguish this one follow. */
  readonly label: string;
  /** The environment of the first run. */
  readonly config: ExperimentConfig;
  readonly runs: readonly Run[];
}
