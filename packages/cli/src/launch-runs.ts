import { availableParallelism } from 'node:os';
import { type Outcome, type PlannedRun, totalSteps } from '@sharpness-lab/core';
import { findFinishedRun, threadLauncher } from '@sharpness-lab/core/node';
import { formatDuration } from './numbers.ts';
import { overallProgress } from './overall-progress.ts';
import type { ComposedLab } from './packages.ts';
import { showProgress } from './progress.ts';
import { estimateSeconds, makespan } from './step-costs.ts';
import { valueText } from './value-text.ts';

/** How runs are launched. */
interface LaunchSettings {
  readonly out: string;
  readonly quiet: boolean;
  readonly signal: AbortSignal;
  readonly tell: (text: string) => void;
}

/**
 * Executes runs on all cores, the longest first, reusing those that were finished before. Tells at the start how long
 * that takes, and a line as each run ends.
 *
 * @param result what the runs are for, in a word
 * @returns their outcomes, in the order of the runs; undefined when stopped
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
  // Long ones come first, so that none is left over at the end.
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
      tell(`${labelOf(planned)}: ${describeOutcome(event.outcome, planned)}`);
    }
  } finally {
    progress.stop();
  }
  if (signal.aborted) return undefined;
  return runs.map((planned, index) => finished[index] ?? (outcomes.get(planned) as Outcome));
}

/** What a run is called in messages. */
export function labelOf({ experiment: { config } }: PlannedRun): string {
  return `${config.name}, seed ${config.seed}`;
}

/** How a run ended, with what an overview shows: of quantities that share an axis the last, as of both losses the test loss. */
function describeOutcome(outcome: Outcome, { experiment }: PlannedRun): string {
  if (outcome.status === 'failed') return 'failed';
  const { seconds, final } = outcome.result;
  const shown = experiment.metrics.flatMap(({ quantities }) =>
    quantities.filter(
      ({ axis, overview }, index) => overview !== false && (axis === undefined || axis !== quantities[index + 1]?.axis),
    ),
  );
  const texts = shown.flatMap(({ name }) => {
    const value = final.values[name];
    return value === undefined ? [] : [`, ${name} ${valueText(value, final.uncertainty?.[name], 3)}`];
  });
  return `${outcome.status} in ${formatDuration(seconds)}${texts.join('')}`;
}
