import type { ExperimentInput } from '@sharpness-lab/core';
import { type Assertion, decideByWorst, type FinishedRun, type Study } from '../claims/index.ts';
import { defaults } from '../presets.ts';

/** A network that is measured, not trained. */
export interface ExactCase {
  readonly label: string;
  readonly experiment: ExperimentInput;
}

/** Something that must be true of every case. */
export interface Check extends Assertion {
  /** The number of one case; undefined where the check does not apply. */
  value(run: FinishedRun): number | undefined;
}

interface ExactStudy {
  readonly name: string;
  readonly title: string;
  readonly cases: readonly ExactCase[];
  readonly checks: readonly Check[];
}

/** A statement about networks as they are: every check in every case, decided by the worst. */
export function exactStudy({ name, title, cases, checks }: ExactStudy): Study {
  return {
    name,
    title,
    runs: cases.map(({ experiment }) => experiment),
    conclude: (runs) => ({
      outcomes: checks.map((check) =>
        decideByWorst(
          check,
          runs.flatMap((run, index) => {
            const value = run.status === 'completed' ? check.value(run) : Number.NaN;
            return value === undefined ? [] : [{ label: cases[index]?.label ?? '', value }];
          }),
        ),
      ),
      tables: [],
    }),
  };
}

/** A dataset, a network on it and a seed. */
interface Setting {
  readonly dataset: Record<string, unknown> & { readonly name: string };
  readonly model: Record<string, unknown> & { readonly name: string };
  readonly init: string;
  readonly seed: number;
  readonly loss?: ExperimentInput['loss'];
}

/** A setting measured on both engines. */
export function onBothEngines({ dataset, model, init, seed, loss = 'mse' }: Setting): ExactCase[] {
  return ['wasm', 'tfjs'].map((engine) => ({
    label: `${engine}, ${describe(model)}, ${describe(dataset)}, seed ${seed}`,
    experiment: { ...defaults, name: init, dataset, model, init, seed, loss, engine, phases: [] },
  }));
}

function describe({ name, ...options }: Setting['dataset']): string {
  return [name, ...Object.entries(options).map(([key, value]) => `${key} ${JSON.stringify(value)}`)].join(' ');
}
