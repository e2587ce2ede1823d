import type { ExperimentInput } from '@sharpness-lab/core';
import type { FinishedRun, LabelledValue } from '../claims/index.ts';

/** Where a constructed network is looked at. */
export interface ConstructionSetting {
  readonly dimension: number;
  readonly trainSize: number;
  readonly seed: number;
  /** Targets +-ln((1 - p) / p) in place of +-1. */
  readonly labelSmoothing?: number;
}

const engines = ['wasm', 'tfjs'] as const;

/** Runs that train nothing: each engine measures the network that an initializer constructs on draws of P_xor. */
export function constructedRuns(
  init: string,
  model: (setting: ConstructionSetting) => Exclude<ExperimentInput['model'], string>,
  settings: readonly ConstructionSetting[],
): ExperimentInput[] {
  return settings.flatMap((setting) =>
    engines.map((engine) => {
      const { seed, ...data } = setting;
      return {
        name: `${model(setting).name}-${init}`,
        seed,
        dataset: { name: 'xor', testSize: 1000, ...data },
        model: model(setting),
        init,
        loss: 'mse',
        engine,
        phases: [],
        metrics: ['loss', 'hessian-trace'],
      };
    }),
  );
}

/** What a run is, for a list of values. */
function labelOf({ config, data }: FinishedRun): string {
  const { model, engine, seed } = config;
  const { size, dimension, targets } = data.train;
  const target = Math.abs(targets[0] as number).toPrecision(3);
  const executor = typeof engine === 'string' ? engine : engine.name;
  return `${model.name}, ${executor}, d = ${dimension}, n = ${size}, |y| = ${target}, seed ${seed}`;
}

/** A number of each run. */
export function valuesOf(runs: readonly FinishedRun[], value: (run: FinishedRun) => number): LabelledValue[] {
  return runs.map((run) => ({ label: labelOf(run), value: value(run) }));
}

/** Training loss over mean(y^2). */
export function lossOverPower({ final, data: { train } }: FinishedRun): number {
  const power = train.targets.reduce((sum, y) => sum + y * y, 0) / train.size;
  return (final['train-loss'] ?? Number.NaN) / power;
}
