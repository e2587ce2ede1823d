import type { ExperimentInput } from '@sharpness-lab/core';
import { type FinishedRun, keyed, type LabelledValue, type StudyRuns } from '@sharpness-lab/studies';

/** The setting of a constructed network. */
export interface ConstructionSetting {
  readonly dimension: number;
  readonly trainSize: number;
  readonly seed: number;
  /** Targets +-ln((1 - p) / p) in place of +-1. */
  readonly labelSmoothing?: number;
}

const engines = ['wasm', 'tfjs'] as const;

/**
 * Experiments that train nothing: each engine measures the network that an initializer constructs on draws of P_xor.
 *
 * @returns by dimension, size of the training set, seed and engine
 */
export function constructedNets(
  init: string,
  model: (setting: ConstructionSetting) => Exclude<ExperimentInput['model'], string>,
  settings: readonly ConstructionSetting[],
): Readonly<Record<string, ExperimentInput>> {
  const nets = settings.flatMap((setting) => engines.map((engine) => ({ ...setting, engine })));
  return keyed(
    nets,
    ({ dimension, trainSize, seed, engine }) => `d-${dimension}/n-${trainSize}/seed-${seed}/${engine}`,
    ({ engine, seed, ...data }) => {
      const network = model({ seed, ...data });
      return {
        name: `${network.name}-${init}`,
        seed,
        dataset: { name: 'xor', testSize: 1000, ...data },
        model: network,
        init,
        loss: 'mse',
        engine,
        phases: [],
        metrics: ['loss', 'hessian-trace'],
      };
    },
  ).experiments;
}

/** Experiments with keys that begin with a prefix, so that those of several kinds stand beside each other. */
export function underKey(
  prefix: string,
  experiments: Readonly<Record<string, ExperimentInput>>,
): Record<string, ExperimentInput> {
  return Object.fromEntries(Object.entries(experiments).map(([key, each]) => [`${prefix}/${key}`, each]));
}

/** The label of a run in a list of values. */
function labelOf({ config, data }: FinishedRun): string {
  const { model, engine, seed } = config;
  const { size, dimension, targets } = data.train;
  const target = Math.abs(targets[0] as number).toPrecision(3);
  const executor = typeof engine === 'string' ? engine : engine.name;
  return `${model.name}, ${executor}, d = ${dimension}, n = ${size}, |y| = ${target}, seed ${seed}`;
}

/** A number of each run. */
export function valuesOf(
  runs: StudyRuns | readonly FinishedRun[],
  value: (run: FinishedRun) => number,
): LabelledValue[] {
  return Object.values(runs).map((run) => ({ label: labelOf(run), value: value(run) }));
}

/** Training loss over mean(y^2). */
export function lossOverPower({ final, data: { train } }: FinishedRun): number {
  const power = train.targets.reduce((sum, y) => sum + y * y, 0) / train.size;
  return (final['train-loss'] ?? Number.NaN) / power;
}
