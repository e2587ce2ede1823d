import { availableParallelism } from 'node:os';
import { type Outcome, type PlannedRun, totalSteps } from '@sharpness-lab/core';
import { findFinishedRun, threadLauncher } from '@sharpness-lab/core/node';
import { formatDuration } from './numbers.ts';
import { overallProgress } from './overall-progress.ts';
import type { ComposedLab } from './packages.ts';
import { showProgress } from './progress.ts';
import { estimateSeconds, makespan } from './step-costs.ts';

/** Settings of launched runs. */
interface LaunchSettings {
  readonly out: string;
  readonly quiet: boolean;
  readonly signal: AbortSignal;
  readonly tell: (text: string) => void;
}

/**
 * Executes runs on all cores, the longest first, and reuses finished ones. Writes the expected time at the start, and a
 * line at the end of each run.
 *
 * @param result the name of the whole, in one word
 * @returns the outcomes in the order of the runs; undefined when stopped
 */
export async function launchRuns(
  result: string,
  { packages }: ComposedLab,
  runs: readonly PlannedRun[],
  { out, quiet, signal, tell }: LaunchSettings,
): Promise<Outcome[] | undefined> {
  const threads = availableParallelism();
  const finished = await Promise.all(runs.map(({ identity }) => findFinishedRun(out, identity.runId)));
  const open = runs.filter((_, index) => finished[index] === undefined);
  const estimates = await estimateSeconds(open, signal);
  // The longest runs come first, so that the last ones to end are short.
  const queue = open
    .map((planned, index) => ({ planned, seconds: estimates[index] as number }))
    .sort((a, b) => b.seconds - a.seconds);
  const reused = open.length < runs.length ? `, ${runs.length - open.length} of them finished before` : '';
  const duration = Math.ceil(
    makespan(
      queue.map(({ seconds }) => seconds),
      threads,
    ),
  );
  const time =
    open.length === 0 ? 'nothing to train' : `about ${formatDuration(duration)} by this machine's step rates`;
  tell(`${result}: ${runs.length} runs${reused}; ${threads} at a time, ${time}`);

  const progress = await showProgress(result, quiet);
  const show = overallProgress(
    queue.map(({ planned, seconds }) => ({ steps: totalSteps(planned.experiment), work: seconds })),
    progress,
  );
  const outcomes = new Map<PlannedRun, Outcome>();
  try {
    const configs = queue.map(({ planned }) => planned.experiment.config);
    for await (const event of threadLauncher({ packages, out, threads }).launch(configs, signal)) {
      if (event.type === 'warning') {
        progress.stop();
        process.stderr.write(`warning: ${event.message}\n`);
        continue;
      }
      show(event);
      if (event.type !== 'outcome') continue;
      const { planned } = queue[event.run] as (typeof queue)[number];
      outcomes.set(planned, event.outcome);
      progress.stop();
      tell(`${labelOf(planned)}: ${describeOutcome(event.outcome)}`);
    }
  } finally {
    progress.stop();
  }
  if (signal.aborted) return undefined;
  return runs.map((planned, index) => finished[index] ?? (outcomes.get(planned) as Outcome));
}

/** The name of a run in messages. */
export function labelOf({ experiment: { config } }: PlannedRun): string {
  return `${config.name}, seed ${config.seed}`;
}

function describeOutcome(outcome: Outcome): string {
  if (outcome.status === 'failed') return 'failed';
  const { seconds, final } = outcome.result;
  const shown = ['test-accuracy', 'hessian-trace'].flatMap((name) => {
    const value = final[name];
    return value === undefined ? [] : [`, ${name} ${Number(value.toPrecision(3))}`];
  });
  return `${outcome.status} in ${formatDuration(seconds)}${shown.join('')}`;
}
