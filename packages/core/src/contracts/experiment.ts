import type { Constraint } from './constraint.ts';
import type { Dataset } from './dataset.ts';
import type { ExperimentConfig, PhaseConfig } from './experiment-config.ts';
import type { Initializer } from './initializer.ts';
import type { Loss } from './loss.ts';
import type { DeclaredMetric } from './metric.ts';
import type { Model } from './model.ts';
import type { Optimizer } from './optimizer.ts';

/** A stretch of training, ready to run. */
export interface Phase {
  readonly config: PhaseConfig;
  readonly optimizer: Optimizer;
  readonly constraint?: Constraint;
}

/** An experiment whose plugins have been created. Nothing is drawn yet. */
export interface Experiment {
  readonly config: ExperimentConfig;
  readonly dataset: Dataset;
  readonly model: Model;
  readonly initializer: Initializer;
  readonly loss: Loss;
  readonly phases: readonly Phase[];
  readonly metrics: readonly DeclaredMetric[];
}
