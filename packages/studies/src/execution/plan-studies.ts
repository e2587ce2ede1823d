import type { Lab, PlannedRun } from '@sharpness-lab/core';
import type { Study } from '../study.ts';

/** A study whose experiments have been checked, by the same keys. */
export interface PlannedStudy {
  readonly study: Study;
  readonly runs: Readonly<Record<string, PlannedRun>>;
}

/** @throws LabError when an experiment cannot be executed as configured */
export function planStudy(lab: Lab, study: Study): PlannedStudy {
  return {
    study,
    runs: Object.fromEntries(
      Object.entries(study.experiments).map(([key, experiment]) => [key, lab.plan(lab.resolve(experiment))]),
    ),
  };
}

/** The runs of studies by their identifiers: those that several experiments share, once. */
export function distinctRuns(studies: readonly PlannedStudy[]): ReadonlyMap<string, PlannedRun> {
  const runs = studies.flatMap((study) => Object.values(study.runs));
  return new Map(runs.map((planned) => [planned.identity.runId, planned]));
}
