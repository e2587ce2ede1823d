import { join } from 'node:path';
import { type Outcome, type PlannedRun, VERSION } from '@sharpness-lab/core';
import { prepareOutput, writeAtomically } from '@sharpness-lab/core/node';
import { type Conclusion, formatOutcomes, type Study } from '@sharpness-lab/paper/claims';
import { formatSensitivity, type Variation, vary } from '@sharpness-lab/paper/sensitivity';
import { exitCodes } from './exit-codes.ts';
import { finishedRun } from './finished-run.ts';
import { interruptible } from './interrupt.ts';
import { labelOf, launchRuns } from './launch-runs.ts';
import { formatDuration } from './numbers.ts';
import { type ComposedLab, composeLab } from './packages.ts';
import { type PlannedStudies, planStudies } from './plan-studies.ts';

/** Options of the commands that execute studies. */
export interface StudyOptions {
  readonly out: string;
  readonly quiet: boolean;
  readonly json: boolean;
}

/** A study and what it came to; in a variation its title says what is varied. */
interface ConcludedStudy extends Conclusion {
  readonly name: string;
  readonly title: string;
}

/** What studies came to, as `--json` prints it and `claims.json` keeps it. */
interface Report {
  readonly result: string;
  readonly settings: object;
  readonly version: string;
  readonly node: string;
  readonly platform: string;
  /** Wall-clock time, with what was reused taken as free. */
  readonly seconds: number;
  readonly runs: readonly {
    readonly name: string;
    readonly seed: number;
    readonly status: string;
    readonly dir?: string;
  }[];
  readonly studies: readonly Omit<ConcludedStudy, 'tables'>[];
  /** The same studies with one choice made otherwise, which their title tells. */
  readonly variations: readonly Omit<ConcludedStudy, 'tables'>[];
}

/**
 * Trains what studies take, on all cores, reusing what was finished before; prints their verdicts and writes them to
 * `claims.json`. Returns the exit status: failed when a claim or a run fails.
 */
export async function executeStudies(
  result: string,
  studies: readonly Study[],
  settings: object,
  { out, quiet, json }: StudyOptions,
  variations: readonly Variation[] = [],
): Promise<number> {
  const composed = await composeLab();
  const varied = studies.flatMap((study) => variations.flatMap((variation) => vary(study, variation) ?? []));
  // Every run is checked before the first one starts.
  const planned = planStudies(composed.lab, [...studies, ...varied]);
  await prepareOutput(out);
  const tell = quiet ? () => {} : (text: string) => process.stderr.write(`${text}\n`);

  const started = performance.now();
  const outcomes = await interruptible((signal) =>
    launchRuns(result, composed, planned.runs, { out, quiet, signal, tell }),
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
  const concluded = all.slice(0, studies.length);
  const otherwise = all.slice(studies.length);
  const report: Report = {
    result,
    settings,
    version: VERSION,
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    seconds: (performance.now() - started) / 1000,
    runs: planned.runs.map(({ experiment: { config } }, index) => {
      const outcome = outcomes[index] as Outcome;
      const dir = outcome.status === 'failed' ? {} : { dir: outcome.dir };
      return { name: config.name, seed: config.seed, status: outcome.status, ...dir };
    }),
    studies: concluded.map(withoutTables),
    variations: otherwise.map(withoutTables),
  };
  const file = join(out, 'claims.json');
  await writeAtomically(file, `${JSON.stringify(report, null, 2)}\n`);
  process.stdout.write(json ? `${JSON.stringify(report)}\n` : formatConcluded(concluded, otherwise));
  tell(`${formatDuration(report.seconds)}; every value behind the verdicts is in ${file}`);

  const failed =
    outcomes.some(({ status }) => status === 'failed') ||
    concluded.some(({ outcomes }) => outcomes.some(({ verdict }) => verdict === 'fails'));
  return failed ? exitCodes.failed : exitCodes.done;
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
    concluded.push({ name: study.name, title: study.title, ...(await study.conclude(finished)) });
  }
  return concluded;
}

function withoutTables({ name, title, outcomes }: ConcludedStudy): Omit<ConcludedStudy, 'tables'> {
  return { name, title, outcomes };
}

function formatConcluded(concluded: readonly ConcludedStudy[], otherwise: readonly ConcludedStudy[]): string {
  const blocks = concluded.map(({ name, title, outcomes, tables }) =>
    [`${name}: ${title}\n`, ...tables, formatOutcomes(outcomes)].join('\n'),
  );
  const verdicts = concluded.flatMap(({ outcomes }) => outcomes.map(({ verdict }) => verdict));
  const count = (verdict: string) => verdicts.filter((each) => each === verdict).length;
  const sensitivity = concluded.flatMap(({ name, outcomes }) => {
    const varied = otherwise.filter((study) => study.name === name);
    if (varied.length === 0) return [];
    const rows = varied.map(({ title, outcomes }) => ({ variation: title, outcomes }));
    return [`${name}: what the paper leaves open\n`, formatSensitivity(outcomes, rows)];
  });
  return [
    ...blocks,
    ...sensitivity,
    `${verdicts.length} claims: ${count('holds')} hold, ${count('fails')} fail, ${count('undecided')} undecided\n`,
  ].join('\n');
}
