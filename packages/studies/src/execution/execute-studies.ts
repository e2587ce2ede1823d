import { CLOCK, type Lab, type Outcome, type PlannedRun, REPORTER, RUN_STORE } from '@sharpness-lab/core';
import { addToClaims } from '../records/claims-file.ts';
import { type ConcludedStudy, recordOf } from '../records/record-of.ts';
import type { StudyRecord } from '../records/study-record.ts';
import type { Scale, Study } from '../study.ts';
import { type Variation, vary } from '../vary.ts';
import { finishedRun } from './finished-run.ts';
import { labelOf, launchRuns } from './launch-runs.ts';
import { distinctRuns, type PlannedStudy, planStudy } from './plan-studies.ts';

/** Studies to execute. */
export interface StudyRequest {
  /** What they are for, in a word. */
  readonly label: string;
  readonly studies: readonly Study[];
  readonly scale: Scale;
  /** What to vary in each study, one at a time. */
  readonly variations?: readonly Variation[];
  /** The packages that judge, beside those that take part in the runs: name to version. */
  readonly judges?: Readonly<Record<string, string>>;
  /** The command that repeats the study of a name. */
  commandFor(study: string): string;
}

/** What studies came to. */
export interface ExecutedStudies {
  readonly records: readonly StudyRecord[];
  /** Runs that failed or claims that do not hold because they fail. */
  readonly failed: boolean;
  readonly seconds: number;
}

/**
 * Executes the experiments of studies with the lab's launcher, reusing what its run store has; concludes, and records
 * the verdicts in `claims.json` beside the runs. What is going on is told to the lab's reporter.
 *
 * @param lab with a run store, a launcher and the plugins of the experiments
 * @param signal stops the runs; the same call goes on from there
 * @returns undefined when it was stopped
 * @throws LabError when an experiment cannot be executed as configured, before the first run begins, or when nothing can
 *   be written
 */
export async function executeStudies(
  lab: Lab,
  { label, studies, scale, variations = [], judges = {}, commandFor }: StudyRequest,
  signal?: AbortSignal,
): Promise<ExecutedStudies | undefined> {
  const [clock, store, reporter] = [lab.service(CLOCK), lab.service(RUN_STORE), lab.service(REPORTER)];
  const started = clock.now();
  // Every run is checked before the first one starts.
  const planned: { readonly study: PlannedStudy; readonly variations: readonly PlannedStudy[] }[] = [];
  for (const study of studies) {
    const varied = variations.flatMap((variation) => vary(study, variation) ?? []);
    planned.push({
      study: await planStudy(lab, study),
      variations: await Promise.all(varied.map((each) => planStudy(lab, each))),
    });
  }
  const runs = distinctRuns(planned.flatMap(({ study, variations }) => [study, ...variations]));
  await store.prepare();
  const outcomes = await launchRuns(lab, label, runs, signal);
  if (outcomes === undefined) return undefined;
  for (const [runId, outcome] of outcomes) {
    if (outcome.status !== 'failed') continue;
    reporter.warn(`${labelOf(runs.get(runId) as PlannedRun)}, failed: ${outcome.message}`);
  }

  const concluded: ConcludedStudy[] = [];
  for (const { study, variations } of planned) {
    concluded.push({
      ...(await conclude(lab, study, outcomes)),
      variations: await Promise.all(variations.map((each) => conclude(lab, each, outcomes))),
    });
  }
  const circumstances = { location: store.location, date: clock.date(), scale, judges, commandFor };
  const records = concluded.map((study) => recordOf(study, circumstances));
  await addToClaims(store.location, records, (message) => reporter.warn(message));
  return {
    records,
    failed:
      [...outcomes.values()].some(({ status }) => status === 'failed') ||
      records.some(({ claims }) => claims.some(({ verdict }) => verdict === 'fails')),
    seconds: (clock.now() - started) / 1000,
  };
}

async function conclude(
  lab: Lab,
  { study, runs }: PlannedStudy,
  outcomes: ReadonlyMap<string, Outcome>,
): Promise<Omit<ConcludedStudy, 'variations'>> {
  const trainings = Object.entries(runs).map(([key, planned]) => {
    return { key, planned, outcome: outcomes.get(planned.identity.runId) as Outcome };
  });
  const finished = await Promise.all(
    trainings.map(async ({ key, planned, outcome }) => [key, await finishedRun(lab, planned, outcome)] as const),
  );
  return { study, trainings, conclusion: await study.conclude(Object.fromEntries(finished)) };
}
