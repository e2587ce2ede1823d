import { applyOverrides, type ExperimentInput } from '@sharpness-lab/core';
import type { Study } from './study.ts';

/** Another way to settle something that a study leaves open. */
export interface Variation {
  readonly name: string;
  /** What it changes in an experiment, as `[path, value]` pairs; nothing where it does not apply. */
  overrides(experiment: ExperimentInput): readonly (readonly [path: string, value: unknown])[];
}

/** The same study with a choice made otherwise in all its experiments; undefined where that changes none of them. */
export function vary(study: Study, { name, overrides }: Variation): Study | undefined {
  const changes = Object.entries(study.experiments).map(
    ([key, experiment]) => [key, experiment, overrides(experiment)] as const,
  );
  if (changes.every(([, , change]) => change.length === 0)) return undefined;
  return {
    name: study.name,
    title: name,
    experiments: Object.fromEntries(
      // What overrides change is checked when the experiment is resolved.
      changes.map(([key, experiment, change]) => [key, applyOverrides(experiment, change) as ExperimentInput]),
    ),
    conclude: study.conclude,
  };
}
