import { join } from 'node:path';
import { formatDuration, type Lab, LabError, REPORTER, RUN_STORE } from '@sharpness-lab/core';
import { picturesOf } from '@sharpness-lab/paper/studies';
import { formatStudies } from '@sharpness-lab/studies';
import { claimsFile, type ExecutedStudies } from '@sharpness-lab/studies/node';
import { exitCodes } from './exit-codes.ts';
import { interruptible } from './interrupt.ts';
import { composeLab } from './packages.ts';

/** Options of the commands that execute studies. */
export interface StudyOptions {
  readonly out: string;
  readonly quiet: boolean;
  readonly json: boolean;
}

/** The title of a report of the paper. */
export const PAPER_TITLE = 'Sharpness and generalization: arXiv:2307.11007, reproduced';

/** Has studies executed, prints their verdicts and writes the report of all runs. Returns the exit status. */
export async function executeStudies(
  execute: (lab: Lab, signal: AbortSignal) => Promise<ExecutedStudies | undefined>,
  { out, quiet, json }: StudyOptions,
): Promise<number> {
  const lab = await composeLab([], '.', { out, quiet });
  const reporter = lab.service(REPORTER);
  const executed = await interruptible((signal) => execute(lab, signal));
  if (executed === undefined) {
    process.stderr.write(`stopped: the runs are in ${out}, and the same command goes on from there\n`);
    return exitCodes.interrupted;
  }
  const { records, seconds, failed } = executed;
  process.stdout.write(json ? `${JSON.stringify({ seconds, studies: records })}\n` : formatStudies(records));
  reporter.tell(`${formatDuration(seconds)}; every value behind the verdicts is in ${claimsFile(out)}`);
  await writeStudyReport(lab);
  return failed ? exitCodes.failed : exitCodes.done;
}

/**
 * Writes the report of all studies and runs in the output folder into this folder. The verdicts are saved before, so a
 * report that cannot be written is only a warning.
 *
 * @returns the path of the report
 */
async function writeStudyReport(lab: Lab): Promise<void> {
  const { writeReport } = await import('@sharpness-lab/report');
  const reporter = lab.service(REPORTER);
  const { location } = lab.service(RUN_STORE);
  const file = join(location, 'report.html');
  const skipped = (message: string) => reporter.warn(message);
  try {
    await writeReport(file, { title: PAPER_TITLE, paths: [location], picturesOf, lab, skipped });
    reporter.tell(`the report, with figures, is ${file}`);
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    reporter.warn(`no report: ${error.message}`);
  }
}
