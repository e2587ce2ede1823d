import type { Lab, PlannedRun } from '@sharpness-lab/core';
import type { Study } from '../study.ts';

/** A study whose experiments have been checked, by the same keys. */
export interface PlannedStudy {
  readonly study: Study;
  readonly runs: Readonly<Record<string, PlannedRun>>;
}

/** @throws LabError when an experiment cannot be executed as configured, or a file that it reads cannot be read */
export async function planStudy(lab: Lab, study: Study): Promise<PlannedStudy> {
  const configs = Object.entries(study.experiments).map(([key, experiment]) => [key, lab.resolve(experiment)] as const);
  const contents = await lab.read(...configs.map(([, config]) => config));
  return { study, runs: Object.fromEntries(configs.map(([key, config]) => [key, lab.plan(config, contents)])) };
}

/** The runs of studies by their identifiers: those that several experiments share, once. */
export function distinctRuns(studies: readonly PlannedStudy[]): ReadonlyMap<string, PlannedRun> {
  const runs = studies.flatMap((study) => Object.values(study.runs));
  return new Map(runs.map((planned) => [planned.identity.runId, planned]));
}
