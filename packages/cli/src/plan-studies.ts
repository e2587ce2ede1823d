import type { Lab, PlannedRun } from '@sharpness-lab/core';
import type { Study } from '@sharpness-lab/paper/claims';

/** Studies with checked runs. A run of several studies is there once. */
export interface PlannedStudies {
  readonly runs: readonly PlannedRun[];
  readonly studies: readonly {
    readonly study: Study;
    /** For each of the study's runs, its index in the list of runs. */
    readonly indices: readonly number[];
  }[];
}

/**
 * Plans the runs of studies. A run that several studies share is planned once.
 *
 * @throws LabError when a run cannot be executed as configured
 */
export function planStudies(lab: Lab, studies: readonly Study[]): PlannedStudies {
  const runs: PlannedRun[] = [];
  const known = new Map<string, number>();
  const indexOf = (planned: PlannedRun) => {
    const { runId } = planned.identity;
    const index = known.get(runId) ?? runs.push(planned) - 1;
    known.set(runId, index);
    return index;
  };
  return {
    studies: studies.map((study) => ({
      study,
      indices: study.runs.map((experiment) => indexOf(lab.plan(lab.resolve(experiment)))),
    })),
    runs,
  };
}
