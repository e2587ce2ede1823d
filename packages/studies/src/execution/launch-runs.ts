import {
  estimateText,
  formatDuration,
  LAUNCHER,
  type Lab,
  type Outcome,
  type PlannedRun,
  REPORTER,
  RUN_STORE,
  totalSteps,
} from '@sharpness-lab/core';
import { overallProgress } from './overall-progress.ts';
import { estimateSeconds, makespan } from './step-costs.ts';

/**
 * Executes runs with the lab's launcher, the longest first, reusing those that its run store has already. Tells the
 * lab's reporter at the start how long that takes, and a line as each run ends.
 *
 * @param label what the runs are for, in a word
 * @param runs by their identifiers
 * @returns their outcomes by their identifiers; undefined when the signal has stopped them
 */
export async function launchRuns(
  lab: Lab,
  label: string,
  runs: ReadonlyMap<string, PlannedRun>,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, Outcome> | undefined> {
  const [launcher, store, reporter] = [lab.service(LAUNCHER), lab.service(RUN_STORE), lab.service(REPORTER)];
  const found = await Promise.all(Array.from(runs.keys(), async (runId) => [runId, await store.find(runId)] as const));
  const outcomes = new Map<string, Outcome>(
    found.flatMap(([runId, finished]) => (finished === undefined ? [] : [[runId, finished]])),
  );
  const open = new Map([...runs].filter(([runId]) => !outcomes.has(runId)));
  const seconds = await estimateSeconds(open, signal);
  const secondsOf = (runId: string) => seconds.get(runId) as number;
  // Long ones come first, so that none is left over at the end.
  const queue = new Map([...open].sort(([a], [b]) => secondsOf(b) - secondsOf(a)));
  const whole = Math.ceil(makespan(Array.from(queue.keys(), secondsOf), launcher.concurrency));
  const reused = outcomes.size === 0 ? '' : `, ${outcomes.size} of them finished before`;
  const time = open.size === 0 ? 'nothing to train' : `about ${formatDuration(whole)} by this machine's step rates`;
  reporter.tell(`${label}: ${runs.size} runs${reused}; ${launcher.concurrency} at a time, ${time}`);

  const progress = reporter.begin(label);
  const works = Array.from(queue, ([runId, { experiment }]) => {
    return [runId, { steps: totalSteps(experiment), work: secondsOf(runId) }] as const;
  });
  const show = overallProgress(new Map(works), progress);
  const configs = Array.from(queue, ([runId, { experiment }]) => [runId, experiment.config] as const);
  try {
    for await (const event of launcher.launch(new Map(configs), signal)) {
      if (event.type === 'warning') {
        progress.stop();
        reporter.warn(event.message);
        continue;
      }
      show(event);
      if (event.type !== 'outcome') continue;
      const outcome = ensurePlanned(event.run, event.outcome);
      outcomes.set(event.run, outcome);
      progress.stop();
      const planned = queue.get(event.run) as PlannedRun;
      reporter.tell(`${labelOf(planned)}: ${describeOutcome(outcome, planned)}`);
    }
  } finally {
    progress.stop();
  }
  return signal?.aborted === true ? undefined : outcomes;
}

/** A launcher reads the files of a run's plugins again, and in the meantime they can change. */
function ensurePlanned(runId: string, outcome: Outcome): Outcome {
  if (outcome.status === 'failed' || !('result' in outcome) || outcome.result.runId === runId) return outcome;
  const message = `it is another run (${outcome.dir}) than the one that was planned: a file that it reads has changed in the meantime`;
  return { status: 'failed', message };
}

/** What a run is called in messages. */
export function labelOf({ experiment: { config } }: PlannedRun): string {
  return `${config.name}, seed ${config.seed}`;
}

/** The status, the time and the quantities of an overview. Of quantities that share an axis only the last: the test loss. */
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
    return value === undefined ? [] : [`, ${name} ${estimateText(value, final.uncertainty?.[name], 3)}`];
  });
  return `${outcome.status} in ${formatDuration(seconds)}${texts.join('')}`;
}
