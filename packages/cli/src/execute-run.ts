import {
  formatCount,
  LabError,
  REPORTER,
  type RecordedRun,
  type Recording,
  RUN_STORE,
  type RunEvent,
  type RunStore,
  recordRun,
  totalSteps,
} from '@sharpness-lab/core';
import { calledAs } from './called-as.ts';
import { exitCodes } from './exit-codes.ts';
import { interruptible } from './interrupt.ts';
import { printError } from './print-error.ts';
import { runJson, summarizeRun } from './run-summary.ts';
import { terminalLayout } from './terminal-layout.ts';

/** Options of the commands that execute one run. */
export interface ExecutionOptions {
  readonly checkpointEvery?: number;
  readonly quiet: boolean;
  readonly json: boolean;
}

/** Executes a planned run, shows its progress and prints its result. Returns the exit status. */
export async function executeRun(
  { lab, planned, store = lab.service(RUN_STORE) }: Pick<Recording, 'lab' | 'planned' | 'store'>,
  options: ExecutionOptions,
): Promise<number> {
  const { config } = planned.experiment;
  const steps = totalSteps(planned.experiment);
  const reporter = lab.service(REPORTER);
  const progress = reporter.begin(config.name);
  let begun = false;
  let resumedAt = 0;
  const onEvent = (event: RunEvent) => {
    if (event.type === 'progress') {
      progress.update(event.step / steps, event.step - resumedAt, resumedAt / steps);
    } else if (event.type === 'resumed') {
      resumedAt = event.step;
      reporter.tell(`continues from epoch ${formatCount(event.epoch)}`);
    } else if (event.type === 'started') {
      begun = true;
      const { name, plan } = planned.engine;
      const taken = [...new Set(plan.paths)].join(', ');
      reporter.tell(`${config.name}: ${formatCount(event.steps)} steps on engine ${name} (${taken})`);
    }
  };
  const onWarning = (message: string) => reporter.warn(message);
  const { checkpointEvery } = options;
  try {
    const recorded = await interruptible((signal) =>
      recordRun({ lab, planned, store, checkpointEvery, signal, onEvent, onWarning }).finally(() => progress.stop()),
    );
    return await reportRun(recorded, store, options);
  } catch (error) {
    // Input that failed only after the start, or a plugin that breaks its contract.
    if (!(error instanceof LabError) || (!begun && error.kind !== 'plugin')) throw error;
    printError(error);
    return exitCodes.failed;
  }
}

/** Prints the result of a run. Returns the exit status. */
export async function reportRun(
  recorded: RecordedRun,
  store: RunStore,
  { quiet, json }: ExecutionOptions,
): Promise<number> {
  process.stdout.write(json ? `${JSON.stringify(runJson(recorded))}\n` : await inWords(recorded, store));
  if (recorded.status === 'interrupted') {
    process.stderr.write(
      `stopped: the partial run is in ${recorded.dir}; "${calledAs()} resume ${recorded.dir}" continues it\n`,
    );
    return exitCodes.interrupted;
  }
  if (recorded.reused && !quiet) {
    process.stderr.write(`this run was finished before; to repeat it, remove ${recorded.dir}\n`);
  }
  return recorded.status === 'completed' ? exitCodes.done : exitCodes.failed;
}

async function inWords(recorded: RecordedRun, store: RunStore): Promise<string> {
  const [measurements, quantities] = await Promise.all([store.measurements(recorded), store.quantities(recorded)]);
  return summarizeRun(recorded, measurements, quantities, terminalLayout());
}
