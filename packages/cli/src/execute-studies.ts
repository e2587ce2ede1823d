import { join } from 'node:path';
import { LabError, type Outcome, type PlannedRun } from '@sharpness-lab/core';
import { prepareOutput } from '@sharpness-lab/core/node';
import type { Scale, Study } from '@sharpness-lab/paper/claims';
import { type Variation, vary } from '@sharpness-lab/paper/sensitivity';
import { addToClaims, claimsFile } from './claims-file.ts';
import { exitCodes } from './exit-codes.ts';
import { finishedRun } from './finished-run.ts';
import { formatStudies } from './format-studies.ts';
import { interruptible } from './interrupt.ts';
import { labelOf, launchRuns } from './launch-runs.ts';
import { formatDuration } from './numbers.ts';
import { type ComposedLab, composeLab } from './packages.ts';
import { type PlannedStudies, planStudies } from './plan-studies.ts';
import { type ConcludedStudy, recordsOf } from './study-records.ts';

/** Options of the commands that execute studies. */
export interface StudyOptions {
  readonly out: string;
  readonly quiet: boolean;
  readonly json: boolean;
}

/** The studies that a command executes. */
export interface StudyRequest {
  /** The name of the whole, in one word. */
  readonly label: string;
  readonly studies: readonly Study[];
  readonly scale: Scale;
  /** The choices to vary in each study, one at a time. */
  readonly variations?: readonly Variation[];
  /** The command that repeats the study with this name. */
  commandFor(study: string): string;
}

const REPORT_TITLE = 'Sharpness and generalization: arXiv:2307.11007, reproduced';

/** The option with which a command got its number of seeds. */
export function seedsGiven(seeds: number | undefined): string {
  return seeds === undefined ? '' : ` --seeds ${seeds}`;
}

/**
 * Executes the runs of studies on all cores and reuses finished ones. Prints the verdicts and records them in
 * `claims.json`. Returns the exit status: failed when a claim or a run fails.
 */
export async function executeStudies(
  { label, studies, scale, variations = [], commandFor }: StudyRequest,
  { out, quiet, json }: StudyOptions,
): Promise<number> {
  const composed = await composeLab();
  const varied = studies.flatMap((study) => variations.flatMap((variation) => vary(study, variation) ?? []));
  // Every run is checked before the first one starts.
  const planned = planStudies(composed.lab, [...studies, ...varied]);
  await prepareOutput(out);
  const tell = quiet ? () => {} : (text: string) => process.stderr.write(`${text}\n`);

  const started = performance.now();
  const outcomes = await interruptible((signal) =>
    launchRuns(label, composed, planned.runs, { out, quiet, signal, tell }),
  );
  if (outcomes === undefined) {
    process.stderr.write(`stopped: the runs are in ${out}, and the same command goes on from there\n`);
    return exitCodes.interrupted;
  }
  for (const [index, outcome] of outcomes.entries()) {
    if (outcome.status !== 'failed') continue;
    process.stderr.write(`${labelOf(planned.runs[index] as PlannedRun)}, failed: ${outcome.message}\n`);
  }

  const all = await conclude(composed, planned, outcomes);
  const concluded = {
    ...planned,
    outcomes,
    studies: all.slice(0, studies.length),
    variations: all.slice(studies.length),
  };
  const records = recordsOf(concluded, composed, { out, scale, commandFor });
  const warn = (message: string) => process.stderr.write(`warning: ${message}\n`);
  await addToClaims(out, records, warn);
  const seconds = (performance.now() - started) / 1000;
  process.stdout.write(json ? `${JSON.stringify({ seconds, studies: records })}\n` : formatStudies(records));
  tell(`${formatDuration(seconds)}; every value behind the verdicts is in ${claimsFile(out)}`);
  const report = await writeStudyReport(composed, out, warn);
  if (report !== undefined) tell(`the report, with figures, is ${report}`);

  const failed =
    outcomes.some(({ status }) => status === 'failed') ||
    records.some(({ outcomes }) => outcomes.some(({ verdict }) => verdict === 'fails'));
  return failed ? exitCodes.failed : exitCodes.done;
}

/**
 * Writes the report of all studies and runs in the output folder into this folder. The verdicts are saved before, so a
 * report that cannot be written is only a warning.
 *
 * @returns the path of the report
 */
async function writeStudyReport(
  { lab }: ComposedLab,
  out: string,
  warn: (message: string) => void,
): Promise<string | undefined> {
  const { writeReport } = await import('@sharpness-lab/report');
  const file = join(out, 'report.html');
  try {
    await writeReport(file, { title: REPORT_TITLE, paths: [out], lab, skipped: warn });
    return file;
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    warn(`no report: ${error.message}`);
    return undefined;
  }
}

async function conclude(
  { lab }: ComposedLab,
  { runs, studies }: PlannedStudies,
  outcomes: readonly Outcome[],
): Promise<ConcludedStudy[]> {
  const concluded: ConcludedStudy[] = [];
  for (const { study, indices } of studies) {
    const finished = await Promise.all(
      indices.map((index) =>
        finishedRun(lab, (runs[index] as PlannedRun).experiment.config, outcomes[index] as Outcome),
      ),
    );
    concluded.push({ study, indices, ...(await study.conclude(finished)) });
  }
  return concluded;
}
