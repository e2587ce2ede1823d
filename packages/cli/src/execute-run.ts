import { LabError, type RecordedRun, type RunEvent, totalSteps } from '@sharpness-lab/core';
import { type Recording, readMeasurements, readQuantities } from '@sharpness-lab/core/node';
import { exitCodes } from './exit-codes.ts';
import { interruptible } from './interrupt.ts';
import { formatCount } from './numbers.ts';
import { printError } from './print-error.ts';
import { showProgress } from './progress.ts';
import { runJson, summarizeRun } from './run-summary.ts';
import { terminalLayout } from './terminal-layout.ts';

/** Options of the commands that execute one run. */
export interface ExecutionOptions {
  readonly checkpointEvery?: number;
  readonly quiet: boolean;
  readonly json: boolean;
}

/** Has a planned run executed, shows how far it is, and prints what came of it. Returns the exit status. */
export async function executeRun(
  { lab, planned }: Pick<Recording, 'lab' | 'planned'>,
  record: (recording: Recording) => Promise<RecordedRun>,
  options: ExecutionOptions,
): Promise<number> {
  const { config } = planned.experiment;
  const steps = totalSteps(planned.experiment);
  const progress = await showProgress(config.name, options.quiet);
  let begun = false;
  let resumedAt = 0;
  const onEvent = (event: RunEvent) => {
    if (event.type === 'progress') {
      progress.update(event.step / steps, event.step - resumedAt, resumedAt / steps);
    } else if (event.type === 'resumed') {
      resumedAt = event.step;
      if (!options.quiet) process.stderr.write(`continues from epoch ${formatCount(event.epoch)}\n`);
    } else if (event.type === 'started') {
      begun = true;
      if (options.quiet) return;
      const { name, paths } = planned.engine;
      const taken = [...new Set(paths)].join(', ');
      process.stderr.write(`${config.name}: ${formatCount(event.steps)} steps on engine ${name} (${taken})\n`);
    }
  };
  const onWarning = (message: string) => process.stderr.write(`warning: ${message}\n`);
  const { checkpointEvery } = options;
  try {
    const recorded = await interruptible((signal) =>
      record({ lab, planned, checkpointEvery, signal, onEvent, onWarning }).finally(() => progress.stop()),
    );
    return await reportRun(recorded, options);
  } catch (error) {
    // Input that was good enough to begin with, or a plugin that does not do what it should.
    if (!(error instanceof LabError) || (!begun && error.kind !== 'plugin')) throw error;
    printError(error);
    return exitCodes.failed;
  }
}

/** Prints what came of a run. Returns the exit status. */
export async function reportRun(recorded: RecordedRun, { quiet, json }: ExecutionOptions): Promise<number> {
  process.stdout.write(json ? `${JSON.stringify(runJson(recorded))}\n` : await inWords(recorded));
  if (recorded.status === 'interrupted') {
    process.stderr.write(
      `stopped: the partial run is in ${recorded.dir}; "sharpness resume ${recorded.dir}" continues it\n`,
    );
    return exitCodes.interrupted;
  }
  if (recorded.reused && !quiet) {
    process.stderr.write(`this run was finished before; to repeat it, remove ${recorded.dir}\n`);
  }
  return recorded.status === 'completed' ? exitCodes.done : exitCodes.failed;
}

async function inWords(recorded: RecordedRun): Promise<string> {
  const { dir } = recorded;
  const [measurements, quantities] = await Promise.all([readMeasurements(dir), readQuantities(dir)]);
  return summarizeRun(recorded, measurements, quantities, terminalLayout());
}
